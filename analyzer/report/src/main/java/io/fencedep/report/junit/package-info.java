/** The report for CI servers that show tests: JUnit XML. */
@NullMarked
package io.fencedep.report.junit;

import org.jspecify.annotations.NullMarked;
