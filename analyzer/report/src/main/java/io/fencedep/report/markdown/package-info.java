/** The report as a summary in Markdown, with Mermaid pictures. */
@NullMarked
package io.fencedep.report.markdown;

import org.jspecify.annotations.NullMarked;
