package io.fencedep.junit;

/**
 * Something that can deadlock, as the agent tells it.
 *
 * @param id survives edits of the code
 * @param severity {@code error}, {@code warning} or {@code note}
 * @param title one line that names it
 * @param report all of it, for people
 */
record Finding(String id, String severity, String title, String report) {
    static Finding of(String[] parts) {
        return new Finding(parts[0], parts[1], parts[2], parts[3]);
    }
}
