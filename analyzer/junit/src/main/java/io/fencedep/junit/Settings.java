package io.fencedep.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * What the user wants, from JUnit's configuration parameters, which system properties are part of.
 *
 * @param required whether tests fail when the agent is not attached
 * @param failOn from which severity on a finding is a failure; {@code never} for none
 * @param baseline findings that are known; null for none
 * @param folder where to tell {@code fencedep:check} what was accepted; null for nowhere
 */
record Settings(
        boolean required,
        String failOn,
        @Nullable Path baseline,
        @Nullable Path folder) {
    private static final List<String> SEVERITIES = List.of("error", "warning", "note", "never");

    /** Reads the parameters that begin with {@code fencedep.}. */
    static Settings of(Function<String, Optional<String>> parameters) {
        String required = parameters.apply("fencedep.required").orElse("false").strip();
        if (!required.equals("true") && !required.equals("false")) {
            throw new ExtensionConfigurationException(
                    "fencedep.required is '" + required + "'; it can be true or false");
        }
        String failOn =
                parameters.apply("fencedep.failOn").orElse("error").strip().toLowerCase(Locale.ROOT);
        if (!SEVERITIES.contains(failOn)) {
            throw new ExtensionConfigurationException(
                    "fencedep.failOn is '" + failOn + "'; it can be " + String.join(", ", SEVERITIES));
        }
        Path folder = path(parameters, "directory");
        if (parameters.apply("fencedep.updateBaseline").orElse("false").equals("true")) {
            // Whatever is found goes into the baseline, which need not be there yet.
            return new Settings(required.equals("true"), "never", null, folder);
        }
        return new Settings(required.equals("true"), failOn, path(parameters, "baseline"), folder);
    }

    private static @Nullable Path path(Function<String, Optional<String>> parameters, String name) {
        return parameters
                .apply("fencedep." + name)
                .filter(text -> !text.isBlank())
                .map(text -> Path.of(text.strip()))
                .orElse(null);
    }

    /** Whether this finding is bad enough. */
    boolean isFailure(Finding finding) {
        return SEVERITIES.indexOf(finding.severity()) <= SEVERITIES.indexOf(failOn) && !failOn.equals("never");
    }
}
