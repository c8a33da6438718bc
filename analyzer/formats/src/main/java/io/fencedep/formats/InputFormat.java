package io.fencedep.formats;

/** A kind of input: a stream of events ({@link TraceFormat}) or a graph that was made of one ({@link GraphFormat}). */
public sealed interface InputFormat permits TraceFormat, GraphFormat {

    /** The name for {@code --input-format} and reports: lower case, without spaces. */
    String name();

    /**
     * Whether an input that begins like this is of this format. Looks at the content only.
     *
     * @param head the first bytes, decompressed: at least one line, or all there is; often many lines, the last one cut
     *     anywhere
     */
    boolean matches(byte[] head);
}
