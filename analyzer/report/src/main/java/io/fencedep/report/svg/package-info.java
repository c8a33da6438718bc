/**
 * Pictures as SVG, drawn here and needing no other program: graphs in layers, findings as rings, scenarios as lanes. They
 * hold no scripts, fetch nothing, and read in light and dark.
 */
@NullMarked
package io.fencedep.report.svg;

import org.jspecify.annotations.NullMarked;
