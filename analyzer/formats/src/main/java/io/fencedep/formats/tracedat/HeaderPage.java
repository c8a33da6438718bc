package io.fencedep.formats.tracedat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a page of the ring buffer begins, as the kernel's {@code events/header_page} tells.
 *
 * @param commitOffset where the count of its bytes is
 * @param longSize how long that is: the kernel's own {@code long}, 4 or 8
 * @param dataOffset where its events begin
 * @param size how long a page is at least
 */
record HeaderPage(int commitOffset, int longSize, int dataOffset, int size) {
    private static final Pattern COMMIT = Pattern.compile("\\bcommit;\\s*offset:(\\d{1,4});\\s*size:([48]);");
    private static final Pattern DATA = Pattern.compile("\\bdata;\\s*offset:(\\d{1,4});\\s*size:(\\d{1,9});");

    /** Very old kernels do not tell. */
    static HeaderPage of(String text, int longSize) {
        Matcher commit = COMMIT.matcher(text);
        boolean told = commit.find();
        int commitOffset = told ? Integer.parseInt(commit.group(1)) : 8;
        int size = told ? Integer.parseInt(commit.group(2)) : longSize;
        Matcher data = DATA.matcher(text);
        boolean full = data.find();
        int dataOffset = full ? Integer.parseInt(data.group(1)) : commitOffset + size;
        return new HeaderPage(commitOffset, size, dataOffset, full ? dataOffset + Integer.parseInt(data.group(2)) : 0);
    }
}
