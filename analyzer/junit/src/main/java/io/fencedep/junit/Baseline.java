package io.fencedep.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The ids of a baseline, as {@code fencedep check --update-baseline} writes it: a finding on each line, the id first. Read
 * here once more, so that tests get no other library by depending on this one.
 */
final class Baseline {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{12})(?:\\s.*)?");

    private Baseline() {}

    static Set<String> read(@Nullable Path file) {
        if (file == null) {
            return Set.of();
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ExtensionConfigurationException("fencedep.baseline: " + file + " cannot be read", e);
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw new ExtensionConfigurationException("fencedep.baseline: " + file + ":" + (i + 1)
                            + ": does not begin with the id of a finding (12 digits or letters a to f)");
                }
                ids.add(parts.group(1));
            }
        }
        return ids;
    }
}
