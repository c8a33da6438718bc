/**
 * All report formats by name and by the end of a file's name: for whoever lets users choose, such as the command line,
 * agents and test frameworks.
 */
@NullMarked
package io.fencedep.report.output;

import org.jspecify.annotations.NullMarked;
