package io.fencedep.formats.tracedat;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Addresses of the kernel's functions, from the text of {@code /proc/kallsyms}. */
final class Symbols {
    /** Of a file that has none. */
    static final Symbols NONE = new Symbols(new byte[0], new long[0], new long[0]);

    private final byte[] text;
    /** Sorted, without sign. */
    private final long[] addresses;
    /** Where in the text the name begins that belongs to each address. */
    private final long[] places;

    private Symbols(byte[] text, long[] addresses, long[] places) {
        this.text = text;
        this.addresses = addresses;
        this.places = places;
    }

    /** Lines of an address, a letter, a name, and a module in brackets where there is one. */
    static Symbols of(byte[] text) {
        LongArrayList found = new LongArrayList();
        LongArrayList names = new LongArrayList();
        int at = 0;
        boolean sorted = true;
        long last = 0;
        while (at < text.length) {
            int end = at;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            int blank = hexEnd(text, at, end);
            if (blank > at && blank + 3 < end && text[blank] == ' ' && text[blank + 2] == ' ') {
                long address = hex(text, at, blank);
                if (address != 0) {
                    sorted &= Long.compareUnsigned(last, address) <= 0;
                    last = address;
                    found.add(address);
                    names.add(blank + 3);
                }
            }
            at = end + 1;
        }
        long[] addresses = found.toLongArray();
        long[] places = names.toLongArray();
        if (!sorted) {
            sort(addresses, places);
        }
        return new Symbols(text, addresses, places);
    }

    /** The address of the symbol with this name, or 0. */
    long address(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < addresses.length; i++) {
            int from = (int) places[i];
            if (nameEnd(from) - from == wanted.length
                    && Arrays.equals(text, from, from + wanted.length, wanted, 0, wanted.length)) {
                return addresses[i];
            }
        }
        return 0;
    }

    /**
     * Writes the symbol that an address is in, with its module if it has one; the bare address when none is known.
     *
     * @param offset whether to say where in the symbol, and how long that is
     */
    void print(long address, boolean offset, Text out) {
        int index = find(address);
        if (index < 0) {
            out.add("0x").hex(address);
            return;
        }
        int from = (int) places[index];
        int to = nameEnd(from);
        out.add(text, from, to);
        if (offset) {
            long size = index + 1 < addresses.length ? next(index) - addresses[index] : 0;
            out.add("+0x").hex(address - addresses[index]).add("/0x").hex(size);
        }
        if (to + 1 < text.length && text[to] == '\t' && text[to + 1] == '[') {
            int end = to + 1;
            while (end < text.length && text[end] != '\n' && text[end] != ' ') {
                end++;
            }
            out.add(" ").add(text, to + 1, end);
        }
    }

    private long next(int index) {
        int after = index;
        while (after + 1 < addresses.length && addresses[after] == addresses[index]) {
            after++;
        }
        return addresses[after];
    }

    /** The first of those with the greatest address that is not above this one, or -1. */
    private int find(long address) {
        int low = 0;
        int high = addresses.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int index = low - 1;
        while (index > 0 && addresses[index - 1] == addresses[index]) {
            index--;
        }
        return index;
    }

    private int nameEnd(int from) {
        int end = from;
        while (end < text.length && text[end] != '\n' && text[end] != '\t' && text[end] != ' ') {
            end++;
        }
        return end;
    }

    private static int hexEnd(byte[] text, int from, int end) {
        int at = from;
        while (at < end && at < from + 16 && Character.digit(text[at], 16) >= 0) {
            at++;
        }
        return at;
    }

    private static long hex(byte[] text, int from, int to) {
        long number = 0;
        for (int at = from; at < to; at++) {
            number = number << 4 | Character.digit(text[at], 16);
        }
        return number;
    }

    private static void sort(long[] addresses, long[] places) {
        it.unimi.dsi.fastutil.Arrays.quickSort(
                0,
                addresses.length,
                (a, b) -> {
                    int order = Long.compareUnsigned(addresses[a], addresses[b]);
                    return order != 0 ? order : Long.compare(places[a], places[b]);
                },
                (a, b) -> {
                    long address = addresses[a];
                    addresses[a] = addresses[b];
                    addresses[b] = address;
                    long place = places[a];
                    places[a] = places[b];
                    places[b] = place;
                });
    }
}
