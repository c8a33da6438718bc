/** The report for code scanning services: SARIF 2.1.0. */
@NullMarked
package io.fencedep.report.sarif;

import org.jspecify.annotations.NullMarked;
