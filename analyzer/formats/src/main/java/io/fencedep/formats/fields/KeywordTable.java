package io.fencedep.formats.fields;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Finds words of a small fixed set in bytes. A word is told by its first and its last eight bytes and its length; the
 * eight bytes behind a word that is looked up must be readable. Immutable.
 */
public final class KeywordTable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long LAST_FACTOR = 0xC2B2AE3D27D4EB4FL;

    private final List<String> words;
    private final byte[][] bytes;
    /** The place of a word in {@link #words} plus one, or 0. */
    private final int[] slots;

    private final long[] firsts;
    private final long[] lasts;

    public KeywordTable(List<String> words) {
        this.words = List.copyOf(words);
        int size = Integer.highestOneBit(Math.max(words.size(), 1)) * 8;
        slots = new int[size];
        firsts = new long[size];
        lasts = new long[size];
        bytes = new byte[size][];
        for (int index = 0; index < words.size(); index++) {
            add(words.get(index), index);
        }
    }

    /** The words, each in the place that {@link #find} gives. */
    public List<String> words() {
        return words;
    }

    /** The place of this word, or -1. */
    public int find(byte[] buffer, int from, int length) {
        if (length == 0) {
            return -1;
        }
        long first = first(buffer, from, length);
        long last = length > Long.BYTES ? (long) LONGS.get(buffer, from + length - Long.BYTES) : 0;
        int slot = slot(first, last, length);
        while (slots[slot] != 0) {
            byte[] word = bytes[slot];
            if (firsts[slot] == first
                    && lasts[slot] == last
                    && word.length == length
                    && (length <= 2 * Long.BYTES || Arrays.equals(word, 0, length, buffer, from, from + length))) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private void add(String text, int index) {
        byte[] word = text.getBytes(UTF_8);
        byte[] padded = Arrays.copyOf(word, word.length + Long.BYTES);
        long first = first(padded, 0, word.length);
        long last = word.length > Long.BYTES ? (long) LONGS.get(padded, word.length - Long.BYTES) : 0;
        int slot = slot(first, last, word.length);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = index + 1;
        firsts[slot] = first;
        lasts[slot] = last;
        bytes[slot] = word;
    }

    private static long first(byte[] buffer, int from, int length) {
        long word = (long) LONGS.get(buffer, from);
        return length >= Long.BYTES ? word : word & (1L << length * Byte.SIZE) - 1;
    }

    private int slot(long first, long last, int length) {
        long hash = first * FIRST_FACTOR + last * LAST_FACTOR + length;
        return (int) (hash >>> 40) & (slots.length - 1);
    }
}
