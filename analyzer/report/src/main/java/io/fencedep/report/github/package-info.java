/** The report as annotations of GitHub Actions: workflow commands on standard output. */
@NullMarked
package io.fencedep.report.github;

import org.jspecify.annotations.NullMarked;
