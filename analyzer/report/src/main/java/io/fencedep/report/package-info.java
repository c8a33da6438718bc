/**
 * Reports: what was found, for people and for tools.
 *
 * <p>A {@link io.fencedep.report.ReportData} goes in, characters come out: {@code text} for people, {@code json} for
 * tools, {@code dot} for pictures. What they share is here: the words for holds and waits, the scenario, safe printing of
 * names. Printing decides nothing: severities, order and advice come from detection.
 */
@NullMarked
package io.fencedep.report;

import org.jspecify.annotations.NullMarked;
