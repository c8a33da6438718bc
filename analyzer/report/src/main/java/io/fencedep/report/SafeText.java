package io.fencedep.report;

import java.util.Locale;

/**
 * Makes names from traces safe to print: whatever is not a plain character of one line is shown as an escape, so that no
 * name can move the cursor, forge a line or turn the direction of text.
 */
public final class SafeText {
    private SafeText() {}

    /** The text with every control, format, surrogate and line-breaking character as {@code \\n} or {@code \\u{1b}}. */
    public static String escape(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(escaped, point));
        return escaped.toString();
    }

    /** How many columns a terminal needs for this text: none for marks that combine, two for wide characters. */
    public static int width(String text) {
        return text.codePoints().map(SafeText::width).sum();
    }

    /** The text with blanks up to this width. */
    public static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder escaped, int point) {
        switch (point) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                if (isUnsafe(point)) {
                    escaped.append("\\u{")
                            .append(Integer.toHexString(point).toLowerCase(Locale.ROOT))
                            .append('}');
                } else {
                    escaped.appendCodePoint(point);
                }
            }
        }
    }

    private static boolean isUnsafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    /** East Asian wide and full-width blocks, and pictures. */
    private static boolean isWide(int point) {
        return point >= 0x1100
                && (point <= 0x115f
                        || point >= 0x2e80 && point <= 0xa4cf && point != 0x303f
                        || point >= 0xac00 && point <= 0xd7a3
                        || point >= 0xf900 && point <= 0xfaff
                        || point >= 0xfe30 && point <= 0xfe6f
                        || point >= 0xff00 && point <= 0xff60
                        || point >= 0xffe0 && point <= 0xffe6
                        || point >= 0x1f300 && point <= 0x1faff
                        || point >= 0x20000 && point <= 0x3fffd);
    }
}
