package io.fencedep.formats;

/**
 * How to read.
 *
 * @param lenient whether to count lines that cannot be read and go on, where a reader would stop otherwise
 */
public record ReadOptions(boolean lenient) {
    public static final ReadOptions STRICT = new ReadOptions(false);
    public static final ReadOptions LENIENT = new ReadOptions(true);
}
