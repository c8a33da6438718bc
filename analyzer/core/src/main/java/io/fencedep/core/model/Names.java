package io.fencedep.core.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives each distinct name a small integer, for ever: tasks, classes, places, drivers. What a long trace has without end
 * (locks, fences) belongs into {@link Instances}.
 *
 * <p>Id 0 is "no name". A look-up of a known name allocates nothing. Not thread-safe: one table per recording.
 */
public final class Names {
    /** The id of the absent name. */
    public static final int NONE = 0;

    private final List<String> texts = new ArrayList<>();
    private byte[][] bytes = new byte[1024][];
    private int[] hashes = new int[1024];
    private int[] slots = new int[2048];

    public Names() {
        texts.add("");
        bytes[0] = new byte[0];
    }

    /** The id of this name; the empty string is {@link #NONE}. */
    public int intern(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return intern(utf8, 0, utf8.length);
    }

    /** The id of the name that these UTF-8 bytes spell. */
    public int intern(byte[] utf8, int from, int length) {
        if (length == 0) {
            return NONE;
        }
        int hash = Hashes.of(utf8, from, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int id = slots[slot];
            if (hashes[id] == hash && equal(bytes[id], utf8, from, length)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        return add(slot, hash, Arrays.copyOfRange(utf8, from, from + length));
    }

    /** The name with this id; empty for {@link #NONE}. */
    public String text(int id) {
        return texts.get(id);
    }

    /** How many ids there are, {@link #NONE} included. */
    public int size() {
        return texts.size();
    }

    private int add(int slot, int hash, byte[] name) {
        int id = texts.size();
        texts.add(new String(name, StandardCharsets.UTF_8));
        if (id == bytes.length) {
            bytes = Arrays.copyOf(bytes, id * 2);
            hashes = Arrays.copyOf(hashes, id * 2);
        }
        bytes[id] = name;
        hashes[id] = hash;
        slots[slot] = id;
        if (texts.size() * 2 > slots.length) {
            rehash();
        }
        return id;
    }

    private void rehash() {
        int[] larger = new int[slots.length * 2];
        int mask = larger.length - 1;
        for (int id = 1; id < texts.size(); id++) {
            int slot = hashes[id] & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = id;
        }
        slots = larger;
    }

    private static boolean equal(byte[] known, byte[] utf8, int from, int length) {
        return known.length == length && Arrays.equals(known, 0, length, utf8, from, from + length);
    }
}
