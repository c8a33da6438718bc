package io.fencedep.core.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Gives each distinct name a small integer, for ever: classes, places, drivers. What a long trace has without end (locks,
 * fences) belongs into {@link Instances}. Tasks come and go as well: their names are {@linkplain #internTask lent}, and may
 * be {@linkplain #giveBack given back}, unless something else is called the same.
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
    /** Ids that only tasks have, and ids that nothing has. */
    private boolean[] lent = new boolean[1024];

    private int[] free = new int[64];
    private int freeCount;
    private int returns;
    private IntConsumer listeners = id -> {};

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
        int id = internTask(utf8, from, length);
        lent[id] = false;
        return id;
    }

    /** The id of the name of a task, for as long as nobody gives it back. */
    public int internTask(byte[] utf8, int from, int length) {
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

    /**
     * Nobody will use the id of this task again before it is asked for once more: it may go to another name. Does nothing
     * when something else has that name.
     */
    public void giveBack(int task) {
        if (task == NONE || !lent[task]) {
            return;
        }
        lent[task] = false;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = task;
        returns++;
        listeners.accept(task);
        remove(task);
        bytes[task] = bytes[NONE];
        texts.set(task, "");
    }

    /** Asks to be told of each id that is given back, before it goes to another name. */
    public void whenGivenBack(IntConsumer listener) {
        listeners = listeners.andThen(listener);
    }

    /** Changes whenever a name was given back: ids of tasks from before must be asked for again. */
    public int returns() {
        return returns;
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
        int id = freeCount > 0 ? free[--freeCount] : texts.size();
        String text = new String(name, StandardCharsets.UTF_8);
        if (id < texts.size()) {
            texts.set(id, text);
        } else {
            texts.add(text);
        }
        if (id == bytes.length) {
            bytes = Arrays.copyOf(bytes, id * 2);
            hashes = Arrays.copyOf(hashes, id * 2);
            lent = Arrays.copyOf(lent, id * 2);
        }
        bytes[id] = name;
        hashes[id] = hash;
        slots[slot] = id;
        lent[id] = true;
        if (texts.size() * 2 > slots.length) {
            rehash();
        }
        return id;
    }

    /** Takes an id out of the table, and closes the gap that it leaves. */
    private void remove(int id) {
        int mask = slots.length - 1;
        int slot = hashes[id] & mask;
        while (slots[slot] != id) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = 0;
        for (int next = (slot + 1) & mask; slots[next] != 0; next = (next + 1) & mask) {
            int moved = slots[next];
            slots[next] = 0;
            int at = hashes[moved] & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = moved;
        }
    }

    private void rehash() {
        int[] larger = new int[slots.length * 2];
        int mask = larger.length - 1;
        for (int id : slots) {
            if (id == 0) {
                continue;
            }
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
