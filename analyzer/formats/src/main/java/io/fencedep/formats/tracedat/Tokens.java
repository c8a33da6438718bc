package io.fencedep.formats.tracedat;

import java.util.ArrayList;
import java.util.List;

/** The words of a print format, which is C: names, numbers, texts (with their first quote kept) and operators. */
final class Tokens {
    private static final List<String> LONG = List.of("->", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||");

    private final List<String> words = new ArrayList<>();
    private int at;

    Tokens(String text) {
        int from = 0;
        while (from < text.length()) {
            char first = text.charAt(from);
            if (Character.isWhitespace(first)) {
                from++;
            } else if (first == '"' || first == '\'') {
                from = quoted(text, from, first);
            } else {
                int to = wordEnd(text, from);
                words.add(text.substring(from, to));
                from = to;
            }
        }
    }

    /** The next word, or an empty one at the end. */
    String peek() {
        return peek(0);
    }

    String peek(int ahead) {
        return at + ahead < words.size() ? words.get(at + ahead) : "";
    }

    String next() {
        String word = peek();
        at++;
        return word;
    }

    /** Passes over this word if it is the next one. */
    boolean skip(String word) {
        if (!peek().equals(word)) {
            return false;
        }
        at++;
        return true;
    }

    private int quoted(String text, int from, char quote) {
        StringBuilder content = new StringBuilder().append(quote);
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            char next = text.charAt(at);
            if (next == '\\' && at + 1 < text.length()) {
                at++;
                next = escaped(text.charAt(at));
            }
            content.append(next);
            at++;
        }
        words.add(content.toString());
        return at + 1;
    }

    private static char escaped(char character) {
        return switch (character) {
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> character;
        };
    }

    private static int wordEnd(String text, int from) {
        int to = from;
        while (to < text.length() && (Character.isLetterOrDigit(text.charAt(to)) || text.charAt(to) == '_')) {
            to++;
        }
        if (to > from) {
            return to;
        }
        boolean pair = from + 2 <= text.length() && LONG.contains(text.substring(from, from + 2));
        return from + (pair ? 2 : 1);
    }
}
