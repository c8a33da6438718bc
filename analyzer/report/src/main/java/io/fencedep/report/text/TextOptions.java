package io.fencedep.report.text;

/**
 * How the text report is printed.
 *
 * @param colour whether to use the colours of terminals
 * @param all whether to print notes too
 */
public record TextOptions(boolean colour, boolean all) {
    /** For files and pipes: no colour, no notes. */
    public static final TextOptions PLAIN = new TextOptions(false, false);
}
