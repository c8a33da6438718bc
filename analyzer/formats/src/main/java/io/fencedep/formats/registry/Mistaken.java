package io.fencedep.formats.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an input is that no format knows, and what its owner may have meant to give instead. */
final class Mistaken {
    /** How text looks, from its beginning. */
    private record Looks(Pattern begins, String is) {}

    private static final List<Looks> KNOWN = List.of(
            bytes("PERFILE2|2ELIFREP", "is a recording of perf; fencedep reads what perf script -i FILE prints of it"),
            bytes(
                    "FLR\0",
                    "is a recording of the JDK's Flight Recorder, which says nothing of the order of locks;"
                            + " fencedep record -- java ... records a program"),
            bytes("JAVA PROFILE", "is a heap dump of a JVM; fencedep record -- java ... records a program"),
            bytes(
                    "\\xC1\\x1F\\xFC\\xC1|\\xC1\\xFC\\x1F\\xC1",
                    "is a recording of LTTng (CTF), which fencedep does not read"),
            bytes("BZh", "is compressed with bzip2; fencedep reads gzip, xz and zstd"),
            bytes("\\x04\\x22\\x4D\\x18", "is compressed with lz4; fencedep reads gzip, xz and zstd"),
            bytes("7z\\xBC\\xAF|PK\\x03\\x04|Rar!", "is an archive; unpack it, and give the traces in it"),
            bytes("(?s).{257}ustar", "is an archive (tar); unpack it, and give the traces in it"),
            bytes("\\x7FELF|MZ", "is a program, and no trace"),
            bytes("%PDF-|\\x89PNG|\\xFF\\xD8\\xFF|GIF8|SQLite format 3", "is a document, and no trace"),
            lines("<(?:!DOCTYPE|html|\\?xml)", "is a page for browsers, and no trace"),
            lines(
                    " *\\d+\\.\\d{3} (?:\\( *\\d*\\.?\\d*(?: ms)? *\\): )?\\S.{0,40}?/\\d+ (?:[\\w-]+:)?[\\w-]+\\(",
                    "is text of perf trace, which leaves out the names of locks; fencedep reads perf script"),
            lines("(?:\\d+ +)?(?:[\\d:.]+ )?[a-z0-9_]+\\(.*\\) += ", "is text of strace, which does not see locks"),
            lines(
                    "#\n# Automatically generated file; DO NOT EDIT\\.",
                    "is the configuration of a kernel, and no trace"),
            lines(
                    "lock_stat version",
                    "is /proc/lock_stat, which does not tell of the order of locks;" + " fencedep reads /proc/lockdep"),
            lines("(?:[\\w-]+:[\\w-]+\n){2}", "is a list of events that a kernel can record, and no recording"),
            lines("name: \\w+\nID: \\d+\nformat:", "describes an event of ftrace, and is no recording"),
            lines(
                    "(?:.*\n)?Full thread dump ",
                    "is a thread dump of a JVM, which shows one moment;"
                            + " fencedep record -- java ... records a program"));

    private Mistaken() {}

    private static Looks bytes(String begins, String is) {
        return new Looks(Pattern.compile(begins), is);
    }

    /** Comments and empty lines may stand before. */
    private static Looks lines(String begins, String is) {
        return new Looks(Pattern.compile("(?:\\s*\n)*" + begins), is);
    }

    /** What this is the beginning of, as a part of a sentence, when it is something that one can tell. */
    static Optional<String> find(byte[] head) {
        if (isWide(head)) {
            return Optional.of("is text in UTF-16; fencedep reads UTF-8: iconv -f UTF-16 -t UTF-8 converts it");
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.isBlank()) {
            return Optional.of("has nothing but blanks in it");
        }
        return KNOWN.stream()
                .filter(known -> known.begins.matcher(text).lookingAt())
                .map(Looks::is)
                .findFirst();
    }

    /** Whether a mark says that each character has two bytes. */
    private static boolean isWide(byte[] head) {
        return head.length > 1 && (head[0] & 0xFF) + (head[1] & 0xFF) == 0xFE + 0xFF && (head[0] & 0xFE) == 0xFE;
    }
}
