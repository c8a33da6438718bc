/** The report for people. */
@NullMarked
package io.fencedep.report.text;

import org.jspecify.annotations.NullMarked;
