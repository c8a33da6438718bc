package io.fencedep.maven;

import io.fencedep.gate.FailOn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoExecutionException;

/** What stands in a pom, read. */
final class Parameters {
    private static final Pattern ARG_LINE = Pattern.compile("<argLine[^>]*>(.*?)</argLine>", Pattern.DOTALL);
    private static final Pattern NO_FORK = Pattern.compile("<forkCount[^>]*>\\s*0C?\\s*</forkCount>");

    private Parameters() {}

    /** From which severity on something fails. */
    static FailOn failOn(String text) throws MojoExecutionException {
        return FailOn.named(text)
                .orElseThrow(() -> new MojoExecutionException("failOn is '" + text + "'; it can be " + FailOn.all()));
    }

    /**
     * Why the agent will not reach the tests that a plugin runs: lines for people.
     *
     * @param plugin its name
     * @param configuration its configuration, as XML
     * @param property the property that the agent is put into
     */
    static List<String> collisions(String plugin, String configuration, String property) {
        List<String> found = new ArrayList<>();
        Matcher argLine = ARG_LINE.matcher(configuration);
        while (argLine.find()) {
            if (!argLine.group(1).contains("@{" + property + "}")) {
                found.add(plugin + " has an argLine of its own, without @{" + property
                        + "}: its tests will run without the agent. Now it is: "
                        + argLine.group(1).strip());
            }
        }
        if (NO_FORK.matcher(configuration).find()) {
            found.add(plugin + " has a forkCount of 0: its tests will run in Maven itself, without the agent");
        }
        return found;
    }
}
