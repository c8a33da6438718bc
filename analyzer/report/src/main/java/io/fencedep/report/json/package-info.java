/** The report for tools, in the format {@code fencedep-report}. */
@NullMarked
package io.fencedep.report.json;

import org.jspecify.annotations.NullMarked;
