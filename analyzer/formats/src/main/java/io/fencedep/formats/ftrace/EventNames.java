package io.fencedep.formats.ftrace;

import io.fencedep.formats.ReadStats;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who handles which event, by the event's name. A look-up of a known name allocates nothing. */
final class EventNames {

    /** A name that was registered or met. */
    static final class Entry {
        final byte[] text;
        /** Null when events of this name mean nothing here. */
        final @Nullable EventHandler handler;

        private final int hash;
        /** The instance of ftrace whose events of this name count; others record the same ones again. */
        int owner = NOBODY;
        /** The function that the last probe of this name was on. */
        Probes.@Nullable Function probe;
        /** How many lines of this name were understood, but not used. */
        long unused;
        /** Events of this name never say anything that others do not say as well. */
        private boolean silent;

        private Entry(byte[] text, int hash, @Nullable EventHandler handler) {
            this.text = text;
            this.hash = hash;
            this.handler = handler;
        }
    }

    /** No instance has recorded an event of this name yet. */
    static final int NOBODY = -1;

    /** Beyond so many names, new ones are counted together: nobody reads such a list. */
    private static final int MAX_NAMES = 1024;

    private @Nullable Entry[] slots = new Entry[4 * MAX_NAMES];
    private int size;
    private final Entry rest = new Entry(Bytes.of("(others)"), 0, null);

    /** Says who handles events of this name. */
    void register(String name, EventHandler handler) {
        byte[] text = Bytes.of(name);
        add(text, hash(text, 0, text.length), handler);
    }

    /** Says that events of this name need not be reported as unused: nothing is lost without them. */
    void registerSilent(String name) {
        byte[] text = Bytes.of(name);
        add(text, hash(text, 0, text.length), null).silent = true;
    }

    /** The entry of this name; a new one without a handler when nobody registered it. */
    Entry find(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        int mask = slots.length - 1;
        for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
            Entry entry = slots[slot];
            if (entry == null) {
                return size < MAX_NAMES ? add(Arrays.copyOfRange(bytes, from, to), hash, null) : rest;
            }
            if (entry.hash == hash && Arrays.equals(entry.text, 0, entry.text.length, bytes, from, to)) {
                return entry;
            }
        }
    }

    /** Tells of the lines that were not used. */
    void report(ReadStats stats) {
        for (Entry entry : slots) {
            report(stats, entry);
        }
        report(stats, rest);
    }

    private static void report(ReadStats stats, @Nullable Entry entry) {
        if (entry != null && entry.unused > 0 && !entry.silent) {
            stats.unused(Bytes.text(entry.text, 0, entry.text.length), entry.unused);
        }
    }

    private Entry add(byte[] text, int hash, @Nullable EventHandler handler) {
        Entry entry = new Entry(text, hash, handler);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != null) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
        size++;
        return entry;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int at = from; at < to; at++) {
            hash = hash * 31 + bytes[at];
        }
        return hash ^ hash >>> 15;
    }
}
