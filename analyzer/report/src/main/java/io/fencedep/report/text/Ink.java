package io.fencedep.report.text;

/** Colours for terminals, or none. */
enum Ink {
    PLAIN(""),
    ERROR("\u001b[1;31m"),
    WARNING("\u001b[1;33m"),
    NOTE("\u001b[1;36m"),
    BOLD("\u001b[1m"),
    FAINT("\u001b[2m");

    private static final String END = "\u001b[0m";
    private final String start;

    Ink(String start) {
        this.start = start;
    }

    String paint(String text, boolean colour) {
        return colour && this != PLAIN && !text.isEmpty() ? start + text + END : text;
    }
}
