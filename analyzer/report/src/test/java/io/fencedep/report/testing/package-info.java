/** What tests of several modules share. */
@NullMarked
package io.fencedep.report.testing;

import org.jspecify.annotations.NullMarked;
