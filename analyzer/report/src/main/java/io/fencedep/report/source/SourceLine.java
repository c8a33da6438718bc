package io.fencedep.report.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a source file, as the text of a place or a stack frame names it.
 *
 * @param file the file's name, with as much of its path as the text gave
 * @param line counted from 1
 */
public record SourceLine(String file, int line) {
    private static final Pattern JAVA_FRAME =
            Pattern.compile("(?:[\\w.@-]*/)*([\\w$.]+)\\.[\\w$<>]+\\((\\w+\\.(?:java|kt|scala|groovy)):(\\d{1,9})\\)");
    private static final Pattern FILE_AND_LINE = Pattern.compile("([^\\s():]+\\.[A-Za-z]\\w{0,9}):(\\d{1,9})(?!\\d)");

    /** The line that this text names, if it does: {@code a/b.c:12}, {@code p.Type.method(Type.java:12)}. */
    public static Optional<SourceLine> of(String text) {
        Matcher java = JAVA_FRAME.matcher(text);
        if (java.find()) {
            String type = java.group(1);
            int end = type.lastIndexOf('.');
            String folder = end < 0 ? "" : type.substring(0, end).replace('.', '/') + "/";
            return line(folder + java.group(2), java.group(3));
        }
        Matcher plain = FILE_AND_LINE.matcher(text);
        return plain.find() ? line(plain.group(1), plain.group(2)) : Optional.empty();
    }

    private static Optional<SourceLine> line(String file, String digits) {
        int line = Integer.parseInt(digits);
        return line == 0 ? Optional.empty() : Optional.of(new SourceLine(file.replace('\\', '/'), line));
    }
}
