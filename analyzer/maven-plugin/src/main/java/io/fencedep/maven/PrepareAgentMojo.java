package io.fencedep.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Attaches the agent to the JVMs of the tests: it puts what these need in front of the property that Surefire and Failsafe
 * take their command line from. What is in that property already stays, so that JaCoCo can do the same before or after. A
 * project that gives Surefire an {@code argLine} of its own must write <code>@{argLine}</code> into it.
 *
 * <p>Each JVM leaves its graph in a file of its own. What an earlier build left is deleted.
 */
@Mojo(name = "prepare-agent", defaultPhase = LifecyclePhase.INITIALIZE, threadSafe = true)
public final class PrepareAgentMojo extends AbstractMojo {
    private static final String AGENT = "io.fencedep:fencedep-agent";

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin.artifactMap}", readonly = true, required = true)
    private Map<String, Artifact> artifacts;

    /** Leaves the tests as they are. */
    @Parameter(property = "fencedep.skip", defaultValue = "false")
    private boolean skip;

    /** The property that the command line of the tests' JVM is taken from. */
    @Parameter(property = "fencedep.propertyName", defaultValue = "argLine")
    private String propertyName;

    /** Where each JVM leaves its graph and its report. */
    @Parameter(property = "fencedep.directory", defaultValue = "${project.build.directory}/fencedep")
    private File directory;

    /** Packages and classes, {@code *} for any text: when given, only the {@code synchronized} of these is looked at. */
    @Parameter(property = "fencedep.includes")
    private List<String> includes = new ArrayList<>();

    /** Packages and classes, {@code *} for any text, whose {@code synchronized} is not looked at. */
    @Parameter(property = "fencedep.excludes")
    private List<String> excludes = new ArrayList<>();

    /** Findings that are known; told to the JUnit extension. */
    @Parameter(property = "fencedep.baseline")
    private @Nullable File baseline;

    /** Whether the baseline is written anew: then no test fails, and the check takes down what they did. */
    @Parameter(property = "fencedep.updateBaseline", defaultValue = "false")
    private boolean updateBaseline;

    /** From which severity on a test fails: error, warning, note or never; told to the JUnit extension. */
    @Parameter(property = "fencedep.failOn", defaultValue = "error")
    private String failOn;

    /**
     * Lets JUnit find extensions by itself, that of fencedep among them, when it is a dependency of the tests. Then no test
     * class needs an annotation.
     */
    @Parameter(property = "fencedep.autodetect", defaultValue = "false")
    private boolean autodetect;

    /** Called by Maven. */
    public PrepareAgentMojo() {}

    @Override
    public void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("fencedep is skipped");
            return;
        }
        Artifact agent = artifacts.get(AGENT);
        if (agent == null || agent.getFile() == null) {
            throw new MojoExecutionException("the agent is not among the artifacts of this plugin: " + AGENT);
        }
        deleteOld();
        collisions().forEach(getLog()::warn);
        String before = project.getProperties().getProperty(propertyName);
        String after;
        try {
            after = argument(agent.getFile()).before(before);
        } catch (IllegalArgumentException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        project.getProperties().setProperty(propertyName, after);
        getLog().info(propertyName + " set to " + after);
    }

    private List<String> collisions() {
        List<String> found = new ArrayList<>();
        for (Plugin plugin : project.getBuildPlugins()) {
            if (plugin.getArtifactId().equals("maven-surefire-plugin")
                    || plugin.getArtifactId().equals("maven-failsafe-plugin")) {
                found.addAll(Parameters.collisions(
                        plugin.getArtifactId(), String.valueOf(plugin.getConfiguration()), propertyName));
            }
        }
        return found;
    }

    private AgentArgument argument(File jar) throws MojoExecutionException {
        AgentArgument argument = new AgentArgument(jar)
                .option("graph", new File(directory, "%p.json").toString())
                .option("report", new File(directory, "%p.txt").toString())
                .list("include", includes)
                .list("exclude", excludes)
                .property("fencedep.directory", directory)
                .property("fencedep.baseline", baseline)
                .property("fencedep.updateBaseline", updateBaseline ? true : null)
                .property("fencedep.failOn", Parameters.failOn(failOn));
        return autodetect ? argument.property("junit.jupiter.extensions.autodetection.enabled", true) : argument;
    }

    private void deleteOld() throws MojoExecutionException {
        Path folder = directory.toPath();
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*.{json,txt,accepted}")) {
                for (Path each : old) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new MojoExecutionException(folder + " cannot be emptied: " + e.getMessage(), e);
        }
    }
}
