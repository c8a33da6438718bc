/** Source files: from the text of a place to a file below the root of a source tree. Nothing here knows findings. */
@NullMarked
package io.fencedep.report.source;

import org.jspecify.annotations.NullMarked;
