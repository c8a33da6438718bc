package io.fencedep.cli;

import io.fencedep.core.graph.Redaction;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that messages do not show, with what they show instead. Thread-safe. */
final class Hidden {
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\"");

    /** The longest first: a name may be a part of another. */
    private final Map<Pattern, String> names = new TreeMap<>(
            Comparator.comparingInt((Pattern name) -> -name.pattern().length()).thenComparing(Pattern::pattern));

    synchronized void add(String name, String standIn) {
        if (!name.isEmpty() && !name.equals("-")) {
            names.putIfAbsent(Pattern.compile("(?<![\\w./-])" + Pattern.quote(name) + "(?![\\w/-]|\\.\\w)"), standIn);
        }
    }

    /** The text without these names, and without what looks like a path or a host. */
    synchronized String without(String text) {
        String shown = text;
        for (Map.Entry<Pattern, String> each : names.entrySet()) {
            shown = each.getKey().matcher(shown).replaceAll(each.getValue());
        }
        return Redaction.scrub(shown);
    }

    /** A message about a line of an input without what it quotes of that line, but for the name of the field. */
    static String unquoted(String message, @Nullable String field) {
        return QUOTED.matcher(message)
                .replaceAll(quoted -> Matcher.quoteReplacement(
                        quoted.group().equals("\"" + field + "\"") ? quoted.group() : "(not shown)"));
    }
}
