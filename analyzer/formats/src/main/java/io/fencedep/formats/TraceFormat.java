package io.fencedep.formats;

/** A format whose inputs are events in order. Stateless: one instance reads many inputs, also at the same time. */
public non-sealed interface TraceFormat extends InputFormat {

    /**
     * Reads a whole input: one {@link TraceContext#begin}, then every event to the context's sink. The caller closes the
     * source.
     *
     * @return what was read and passed over, with the recording's final id
     * @throws InputException when the input cannot be read, or a line of it cannot and the options are not lenient
     */
    ReadReport read(TraceSource source, TraceContext context) throws InputException;
}
