package io.fencedep.cli;

/** How a command ended. */
final class ExitStatus {
    /** Nothing at or above {@code --fail-on}. */
    static final int OK = 0;
    /** Findings at or above {@code --fail-on}. */
    static final int FINDINGS = 1;
    /** Wrong usage, an output that cannot be written included. */
    static final int USAGE = 2;
    /** An input that cannot be read. */
    static final int INPUT = 3;
    /** A fault of fencedep itself. */
    static final int FAULT = 70;

    private ExitStatus() {}
}
