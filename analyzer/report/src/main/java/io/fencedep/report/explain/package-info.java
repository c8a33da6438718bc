/**
 * What findings, rules, filters and evidence mean: a page of plain text for each, and a look-up by name. The pages are
 * resources beside this package, one folder per {@link io.fencedep.report.explain.Explanations.Topic}.
 */
@NullMarked
package io.fencedep.report.explain;

import org.jspecify.annotations.NullMarked;
