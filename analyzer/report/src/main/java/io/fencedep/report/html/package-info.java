/**
 * The report as one page for browsers: self-contained, readable without scripts, nothing fetched. Whatever names traces
 * bring is escaped here; the page's own script, a resource beside this package, builds with text only and is the one script
 * that the page's policy lets run.
 */
@NullMarked
package io.fencedep.report.html;

import org.jspecify.annotations.NullMarked;
