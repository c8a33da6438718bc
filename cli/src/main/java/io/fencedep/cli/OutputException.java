package io.fencedep.cli;

import java.io.IOException;

/** An output that cannot be written; the message names it. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    private final String output;

    OutputException(String output, IOException cause) {
        super("cannot write " + output + ": " + reason(cause), cause);
        this.output = output;
    }

    /** The name of what cannot be written. */
    String output() {
        return output;
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return switch (name) {
            case "NoSuchFileException" -> "its folder does not exist";
            case "AccessDeniedException" -> "permission denied";
            default -> message == null ? name : message;
        };
    }
}
