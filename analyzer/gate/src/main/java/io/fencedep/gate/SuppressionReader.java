package io.fencedep.gate;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a file of suppressions; see {@link Suppression} for what its fields mean. */
final class SuppressionReader {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final TraceSource source;
    private final Document yaml;
    private final List<Suppression> entries = new ArrayList<>();

    private SuppressionReader(TraceSource source, Document yaml) {
        this.source = source;
        this.yaml = yaml;
    }

    static Suppressions read(TraceSource source) throws InputException {
        try (Document yaml = Document.of(source, YAML)) {
            return new SuppressionReader(source, yaml).read();
        }
    }

    private Suppressions read() throws InputException {
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            if (!name.equals("suppressions")) {
                throw yaml.error("is no field here; there is suppressions");
            }
            for (yaml.beginArray(); yaml.nextElement(); ) {
                entries.add(entry());
            }
        }
        yaml.end();
        return new Suppressions(source.name(), entries);
    }

    private Suppression entry() throws InputException {
        long line = yaml.line();
        String reason = "";
        Set<String> ids = new HashSet<>();
        Set<FindingKind> kinds = new HashSet<>();
        List<String> classes = new ArrayList<>();
        List<DependencyPattern> dependencies = new ArrayList<>();
        List<String> frames = new ArrayList<>();
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            switch (name) {
                case "reason" -> reason = yaml.scalar().strip();
                case "id" -> each(text -> ids.add(id(text)));
                case "kind" -> each(text -> kinds.add(kind(text)));
                case "class" -> each(classes::add);
                case "dependency" -> each(text -> dependencies.add(dependency(text)));
                case "frame" -> each(frames::add);
                default -> throw yaml.error("is no field here; there are reason, id, kind, class, dependency, frame");
            }
        }
        if (reason.isEmpty()) {
            throw missing(line, "reason", "why this is no trouble");
        }
        Suppression entry = new Suppression(line, reason, ids, kinds, classes, dependencies, frames);
        if (!entry.isSelective()) {
            throw missing(line, "class", "say what is meant by id, kind, class, dependency or frame");
        }
        return entry;
    }

    private InputException missing(long line, String name, String wanted) {
        String field = "suppressions[" + entries.size() + "]." + name;
        return source.error(line, field, field + ": is missing: " + wanted);
    }

    /** Takes one text. */
    @FunctionalInterface
    private interface Taker {
        void take(String text) throws InputException;
    }

    /** One text, or a list of them. */
    private void each(Taker taker) throws InputException {
        if (!yaml.isArray()) {
            taker.take(text());
            return;
        }
        for (yaml.beginArray(); yaml.nextElement(); ) {
            taker.take(text());
        }
    }

    private String text() throws InputException {
        String text = yaml.scalar().strip();
        if (text.isEmpty()) {
            throw yaml.error("must not be empty");
        }
        return text;
    }

    private String id(String text) throws InputException {
        if (!text.matches("[0-9a-f]{12}")) {
            throw yaml.error(
                    "is \"" + text + "\", not the id of a finding (12 digits or letters a to f; in quotes if it"
                            + " has digits only)");
        }
        return text;
    }

    private FindingKind kind(String text) throws InputException {
        FindingKind kind = FindingKind.of(text);
        if (kind == null) {
            throw yaml.error("is \"" + text + "\", not a kind of finding such as cycle or recursion");
        }
        return kind;
    }

    private DependencyPattern dependency(String text) throws InputException {
        DependencyPattern pattern = DependencyPattern.of(text);
        if (pattern == null) {
            throw yaml.error("is \"" + text + "\", not of the form A -> B");
        }
        return pattern;
    }
}
