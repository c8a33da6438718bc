package io.fencedep.formats.ftrace;

/** Understands the payload of one kind of line, and says with events what it means. */
@FunctionalInterface
interface EventHandler {
    Outcome handle(FtraceLine line, FtraceTask task);

    /** What became of a line. */
    enum Outcome {
        USED,
        /** It is what it should be, and means nothing to fencedep. */
        UNUSED,
        /** The payload is not what the event's name promises. */
        MALFORMED
    }
}
