package io.fencedep.core.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives the events that match a class of another name. Immutable.
 *
 * <p>Patterns are whole names in which a star stands for any characters. In a new name, an attribute in braces is what
 * the event says of it, and with a dot and a number what that star of its pattern stood for; two opening braces are one.
 */
public final class ClassRule {
    private static final Pattern HOLE = Pattern.compile("\\{\\{|\\{([a-z]+)(?:\\.(\\d{1,3}))?\\}|\\{");

    /** A part of a new name: fixed text, an attribute, or what a star of its pattern stood for. */
    private record Part(String text, @Nullable ClassAttribute attribute, int star) {}

    private final Map<ClassAttribute, List<Pattern>> match = new EnumMap<>(ClassAttribute.class);
    private final List<Part> name = new ArrayList<>();
    private final boolean dropsSubclass;
    private final String place;

    /**
     * @param match for each attribute that matters, patterns of which one must match
     * @param name the new name
     * @param dropsSubclass whether all subclasses become one
     * @param place where the rule stands, such as {@code rules.yaml:4}
     * @throws IllegalArgumentException with a sentence for the rule's author when the name's holes are wrong
     */
    public ClassRule(Map<ClassAttribute, List<String>> match, String name, boolean dropsSubclass, String place) {
        match.forEach((attribute, patterns) -> this.match.put(
                attribute, patterns.stream().map(ClassRule::compile).toList()));
        this.dropsSubclass = dropsSubclass;
        this.place = place;
        parse(name);
    }

    /** Where the rule stands. */
    public String place() {
        return place;
    }

    /** Whether subclasses count no more in what it matches. */
    boolean dropsSubclass() {
        return dropsSubclass;
    }

    /**
     * The new name; null when the rule does not match, or when the new name needs what the event does not say.
     *
     * @param told what the event says of an attribute
     */
    @Nullable
    String apply(Function<ClassAttribute, String> told) {
        Map<ClassAttribute, Matcher> stars = new EnumMap<>(ClassAttribute.class);
        for (Map.Entry<ClassAttribute, List<Pattern>> each : match.entrySet()) {
            Matcher matcher = firstMatch(each.getValue(), told.apply(each.getKey()));
            if (matcher == null) {
                return null;
            }
            stars.put(each.getKey(), matcher);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : name) {
            ClassAttribute attribute = part.attribute;
            if (attribute == null) {
                text.append(part.text);
                continue;
            }
            Matcher matcher = stars.get(attribute);
            boolean known = matcher != null && part.star <= matcher.groupCount();
            String value =
                    part.star == 0 ? told.apply(attribute) : matcher != null && known ? matcher.group(part.star) : "";
            if (value.isEmpty()) {
                return null;
            }
            text.append(value);
        }
        return text.toString();
    }

    private static @Nullable Matcher firstMatch(List<Pattern> patterns, String text) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            if (!text.isEmpty() && matcher.matches()) {
                return matcher;
            }
        }
        return null;
    }

    private static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        int from = 0;
        for (int star = glob.indexOf('*'); star >= 0; star = glob.indexOf('*', from)) {
            regex.append(Pattern.quote(glob.substring(from, star))).append("(.*)");
            from = star + 1;
        }
        return Pattern.compile(regex + Pattern.quote(glob.substring(from)), Pattern.DOTALL);
    }

    private void parse(String text) {
        Matcher hole = HOLE.matcher(text);
        int from = 0;
        while (hole.find()) {
            name.add(new Part(text.substring(from, hole.start()), null, 0));
            from = hole.end();
            String word = hole.group(1);
            if (hole.group().equals("{{")) {
                name.add(new Part("{", null, 0));
            } else if (word == null) {
                throw new IllegalArgumentException("a { that nothing closes; a brace itself is {{");
            } else {
                int star = hole.group(2) == null ? 0 : Integer.parseInt(hole.group(2));
                name.add(new Part("", attribute(word, star), star));
            }
        }
        name.add(new Part(text.substring(from), null, 0));
    }

    private ClassAttribute attribute(String word, int star) {
        for (ClassAttribute attribute : ClassAttribute.values()) {
            if (attribute.text().equals(word)) {
                List<Pattern> patterns = match.getOrDefault(attribute, List.of());
                if (star > 0
                        && patterns.stream()
                                .noneMatch(pattern -> pattern.matcher("").groupCount() >= star)) {
                    throw new IllegalArgumentException(
                            "{" + word + "." + star + "}: no pattern for " + word + " has so many stars");
                }
                return attribute;
            }
        }
        throw new IllegalArgumentException("{" + word + "} is nothing that an event says; there are "
                + String.join(", ", names()) + "; a brace itself is {{");
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (ClassAttribute attribute : ClassAttribute.values()) {
            names.add(attribute.text());
        }
        return names;
    }
}
