package io.fencedep.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line of a JVM must have for the agent to record its tests. Built step by step, in order. */
final class AgentArgument {
    private final File jar;
    private final List<String> options = new ArrayList<>();
    private final List<String> properties = new ArrayList<>();

    AgentArgument(File jar) {
        this.jar = jar;
    }

    /**
     * An option of the agent.
     *
     * @throws IllegalArgumentException when the value cannot be said in the agent's options
     */
    AgentArgument option(String name, String value) {
        if (value.indexOf(',') >= 0) {
            throw new IllegalArgumentException(
                    name + ": '" + value + "' has a comma in it, which separates options of the agent");
        }
        options.add(name + "=" + value);
        return this;
    }

    /** An option with several values, when there are any. */
    AgentArgument list(String name, List<String> values) {
        return values.isEmpty() ? this : option(name, String.join(":", values));
    }

    /** A system property, when there is a value. */
    AgentArgument property(String name, @Nullable Object value) {
        if (value != null) {
            properties.add("-D" + name + "=" + value);
        }
        return this;
    }

    /** All of it in front of what the command line has already. */
    String before(@Nullable String others) {
        List<String> all = new ArrayList<>();
        all.add(quoted("-javaagent:" + jar + "=" + String.join(",", options)));
        properties.forEach(each -> all.add(quoted(each)));
        if (others != null && !others.isBlank()) {
            all.add(others.strip());
        }
        return String.join(" ", all);
    }

    private static String quoted(String argument) {
        return argument.chars().anyMatch(Character::isWhitespace) ? "\"" + argument + "\"" : argument;
    }
}
