package io.fencedep.formats.perfetto;

/**
 * Something to show at one line of a trace: that a finding has a hold or a wait there.
 *
 * @param line the event's line
 * @param title what is shown
 * @param detail more, when it is clicked on
 * @param arrow which arrow has its tail or its head here; marks with the same number are joined in the order of lines
 */
public record Mark(long line, String title, String detail, int arrow) {
    /** The mark joins nothing. */
    public static final int NO_ARROW = 0;
}
