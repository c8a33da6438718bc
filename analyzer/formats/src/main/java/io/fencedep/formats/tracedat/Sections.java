package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;

/** The parts that both versions have, each written in the same way. Each reader gives back its cursor, at the end. */
final class Sections {
    private static final String HEADER_PAGE = "header_page";
    private static final String HEADER_EVENT = "header_event";

    private Sections() {}

    /** How a page and an event begin. */
    static Cursor headers(Cursor cursor, Metadata metadata) throws InputException {
        expect(cursor, HEADER_PAGE);
        metadata.headerPage = HeaderPage.of(cursor.text(cursor.u64()), metadata.headerPage.longSize());
        expect(cursor, HEADER_EVENT);
        cursor.bytes(cursor.u64());
        return cursor;
    }

    static Cursor ftraceEvents(Cursor cursor, Metadata metadata) throws InputException {
        formats(cursor, metadata);
        return cursor;
    }

    static Cursor eventFormats(Cursor cursor, Metadata metadata) throws InputException {
        long systems = cursor.u32();
        for (long i = 0; i < systems; i++) {
            cursor.string();
            formats(cursor, metadata);
        }
        return cursor;
    }

    static Cursor kallsyms(Cursor cursor, Metadata metadata) throws InputException {
        metadata.symbols = Symbols.of(cursor.bytes(cursor.u32()));
        return cursor;
    }

    static Cursor printk(Cursor cursor) throws InputException {
        cursor.bytes(cursor.u32());
        return cursor;
    }

    static Cursor commandLines(Cursor cursor, Metadata metadata) throws InputException {
        metadata.comms.add(cursor.text(cursor.u64()));
        return cursor;
    }

    /** What to say of a file that holds something else than events. */
    static String noEvents(String word) {
        return word.startsWith("latency")
                ? "holds the text of a latency tracer, no events: give that text, as trace-cmd report prints it"
                : "the events should begin here";
    }

    private static void formats(Cursor cursor, Metadata metadata) throws InputException {
        long count = cursor.u32();
        for (long i = 0; i < count; i++) {
            metadata.formats.add(cursor.text(cursor.u64()));
        }
    }

    private static void expect(Cursor cursor, String word) throws InputException {
        String found = cursor.string();
        if (!found.equals(word)) {
            throw cursor.error(word + " should stand here");
        }
    }
}
