package io.fencedep.formats.rulefile;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fencedep.core.model.ClassAttribute;
import io.fencedep.core.model.ClassRule;
import io.fencedep.core.model.ClassRules;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a file of class rules. */
public final class ClassRuleFile {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Document yaml;
    private final String file;
    private final List<ClassRule> rules = new ArrayList<>();

    private ClassRuleFile(Document yaml, String file) {
        this.yaml = yaml;
        this.file = file;
    }

    /**
     * The rules in a file, or on standard input when the name says so.
     *
     * @throws InputException when it cannot be read; names line and field
     */
    public static ClassRules load(String name) throws InputException {
        try (TraceSource source = TraceSource.open(name)) {
            return read(source);
        }
    }

    /** The rules in this source. The caller closes it. */
    static ClassRules read(TraceSource source) throws InputException {
        try (Document yaml = Document.of(source, YAML)) {
            return new ClassRuleFile(yaml, source.name()).read();
        }
    }

    private ClassRules read() throws InputException {
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            switch (name) {
                case "about" -> yaml.scalar();
                case "rules" -> {
                    for (yaml.beginArray(); yaml.nextElement(); ) {
                        readRule();
                    }
                }
                default -> throw yaml.error("is no field here; there are about, rules");
            }
        }
        if (rules.isEmpty()) {
            throw yaml.fieldError("rules", "is missing: at least one rule");
        }
        yaml.end();
        return new ClassRules(rules);
    }

    private void readRule() throws InputException {
        Map<ClassAttribute, List<String>> match = new EnumMap<>(ClassAttribute.class);
        String place = file + ":" + yaml.line();
        Optional<String> name = Optional.empty();
        InputException wrongName = yaml.error("is wrong");
        boolean dropsSubclass = false;
        yaml.beginObject();
        for (String field = yaml.nextName(); field != null; field = yaml.nextName()) {
            switch (field) {
                case "match" -> readMatch(match);
                case "class" -> {
                    name = Optional.of(yaml.scalar());
                    wrongName = yaml.error("");
                }
                case "subclass" -> {
                    if (!yaml.scalar().equals("drop")) {
                        throw yaml.error("can only be drop: all subclasses become one");
                    }
                    dropsSubclass = true;
                }
                default -> throw yaml.error("is no field of a rule; there are match, class, subclass");
            }
        }
        if (match.isEmpty()) {
            throw yaml.fieldError("match", "is missing: what the rule is about");
        }
        if (name.isEmpty() || name.get().isBlank()) {
            throw yaml.fieldError("class", "is missing: the name of the class");
        }
        try {
            rules.add(new ClassRule(match, name.get(), dropsSubclass, place));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    wrongName.input(), wrongName.line(), wrongName.field(), wrongName.problem() + e.getMessage());
        }
    }

    private void readMatch(Map<ClassAttribute, List<String>> match) throws InputException {
        yaml.beginObject();
        for (String field = yaml.nextName(); field != null; field = yaml.nextName()) {
            String name = field;
            ClassAttribute attribute = Arrays.stream(ClassAttribute.values())
                    .filter(known -> known.text().equals(name))
                    .findFirst()
                    .orElseThrow(() -> yaml.error("is nothing that a rule can look at; there are "
                            + Arrays.stream(ClassAttribute.values())
                                    .map(ClassAttribute::text)
                                    .collect(Collectors.joining(", "))));
            List<String> patterns = new ArrayList<>();
            if (yaml.isArray()) {
                for (yaml.beginArray(); yaml.nextElement(); ) {
                    patterns.add(yaml.scalar());
                }
            } else {
                patterns.add(yaml.scalar());
            }
            if (patterns.isEmpty()) {
                throw yaml.error("must hold at least one pattern");
            }
            match.put(attribute, patterns);
        }
    }
}
