package io.fencedep.maven;

import io.fencedep.core.detect.Severity;
import io.fencedep.formats.InputException;
import io.fencedep.gate.Baseline;
import io.fencedep.gate.FailOn;
import io.fencedep.report.output.ReportFormat;
import io.fencedep.report.source.SourceRoot;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Fails the build when the tests of all JVMs together did what can deadlock. The graphs that these JVMs left are merged
 * first: so an inversion shows although one half of it ran in another fork, or in another module.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends AbstractMojo {
    /** How much of the report a failed build prints. */
    private static final int HEAD = 60;

    /** Checks nothing. */
    @Parameter(property = "fencedep.skip", defaultValue = "false")
    private boolean skip;

    /** Where the JVMs of the tests left their graphs. */
    @Parameter(property = "fencedep.directory", defaultValue = "${project.build.directory}/fencedep")
    private File directory;

    /**
     * Whether the graphs of all modules of this build are merged in, for the last module: those in <code>fencedep</code>
     * below their build folders. Where modules are built in parallel, it must depend on them.
     */
    @Parameter(property = "fencedep.aggregate", defaultValue = "false")
    private boolean aggregate;

    /** Further graphs and traces, files or folders, that are merged in; relative to the project. */
    @Parameter(property = "fencedep.inputs")
    private List<String> inputs = new ArrayList<>();

    /** Names of built-in contracts, or contract files, relative to the project. */
    @Parameter(property = "fencedep.contracts")
    private List<String> contracts = new ArrayList<>();

    /** Findings that are known: no reason to fail. */
    @Parameter(property = "fencedep.baseline")
    private @Nullable File baseline;

    /** Writes what is found to the baseline, warnings included, and does not fail for it. */
    @Parameter(property = "fencedep.updateBaseline", defaultValue = "false")
    private boolean updateBaseline;

    /** What is not to be reported, with reasons. */
    @Parameter(property = "fencedep.suppressions")
    private @Nullable File suppressions;

    /** From which severity on a finding fails the build: error, warning, note or never. */
    @Parameter(property = "fencedep.failOn", defaultValue = "error")
    private String failOn;

    /**
     * Further reports, each as FORMAT=FILE: text, json, sarif, junit, markdown, github or html. Files are relative to the
     * project; <code>-</code> is not among them, since Maven has the standard output.
     */
    @Parameter(property = "fencedep.reports")
    private List<String> reports = new ArrayList<>();

    /** Where the source files are that places name: sarif and github locate findings in them. */
    @Parameter(property = "fencedep.sourceRoot")
    private @Nullable File sourceRoot;

    /** Whether it is a failure when the project has tests and none of them was recorded. */
    @Parameter(property = "fencedep.requireRecordings", defaultValue = "true")
    private boolean requireRecordings;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project.build.testOutputDirectory}", readonly = true)
    private File testClasses;

    @Parameter(property = "skipTests", defaultValue = "false", readonly = true)
    private boolean skipTests;

    @Parameter(property = "maven.test.skip", defaultValue = "false", readonly = true)
    private boolean skipAllTests;

    /** Called by Maven. */
    public CheckMojo() {}

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("fencedep is skipped");
            return;
        }
        try {
            check();
        } catch (InputException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new MojoExecutionException("cannot read or write: " + e.getMessage(), e);
        }
    }

    private void check() throws IOException, MojoExecutionException, MojoFailureException {
        FailOn threshold = Parameters.failOn(failOn);
        List<Path> folders = folders();
        List<String> all = new ArrayList<>(Recordings.graphs(folders));
        if (all.isEmpty()) {
            nothingRecorded();
        }
        inputs.forEach(each -> all.add(resolved(each).toString()));
        if (all.isEmpty()) {
            return;
        }
        Judgement judgement = Judgement.of(
                all,
                new Judgement.Terms(
                        updateBaseline ? null : baseline, Recordings.accepted(folders), suppressions, contracts()));
        Path text = directory.toPath().resolve("check.txt");
        write(judgement, text, threshold.severity());
        judgement.notNeeded().forEach(getLog()::warn);
        if (updateBaseline) {
            update(judgement, threshold);
        } else if (threshold.demandedBy(judgement.verdict())) {
            judgement.head(HEAD).forEach(getLog()::error);
            throw new MojoFailureException("the tests did what can deadlock; the whole report is in " + text);
        } else {
            getLog().info(all.size() + " recorded, nothing new that can deadlock");
        }
    }

    /** Where graphs may be: in the folder of this project, and in those of all modules if they are asked for. */
    private List<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        folders.add(directory.toPath());
        if (aggregate) {
            notBuilt(session, project)
                    .forEach(each -> getLog().warn(each
                            + " is not built yet, so that its tests are not looked at: this module must come after it"
                            + " (with -T, depend on it)"));
            for (MavenProject each : session.getAllProjects()) {
                folders.add(Path.of(each.getBuild().getDirectory(), "fencedep"));
            }
        }
        return List.copyOf(folders);
    }

    /** The modules of a build that have not ended, other than this one. */
    static List<String> notBuilt(MavenSession session, MavenProject own) {
        return session.getProjects().stream()
                .filter(each -> !each.equals(own) && session.getResult().getBuildSummary(each) == null)
                .map(MavenProject::getArtifactId)
                .toList();
    }

    private Path resolved(String file) {
        return project.getBasedir().toPath().resolve(file);
    }

    /** A contract that is a file of the project is meant as that, whatever folder Maven was started in. */
    private List<String> contracts() {
        return contracts.stream()
                .map(each ->
                        Files.isRegularFile(resolved(each)) ? resolved(each).toString() : each)
                .toList();
    }

    private void nothingRecorded() throws MojoFailureException {
        boolean tests = testClasses.isDirectory() && !skipTests && !skipAllTests;
        String message =
                "no test was recorded: " + directory + (directory.isDirectory() ? " holds no graph" : " is not there");
        if (tests && requireRecordings && !aggregate) {
            throw new MojoFailureException(message + ". Does prepare-agent run before the tests, and does an argLine of"
                    + " Surefire's configuration contain @{argLine}? If there is nothing to record, set"
                    + " requireRecordings to false");
        }
        getLog().info(message);
    }

    private void write(Judgement judgement, Path text, @Nullable Severity least)
            throws IOException, MojoExecutionException {
        SourceRoot sources = sourceRoot == null ? SourceRoot.UNKNOWN : SourceRoot.of(sourceRoot.toPath());
        judgement.write(ReportFormat.TEXT, text, least, sources);
        for (String each : reports) {
            int equals = each.indexOf('=');
            Optional<ReportFormat> format = equals < 0
                    ? Optional.empty()
                    : ReportFormat.named(each.substring(0, equals).strip());
            String file = each.substring(equals + 1).strip();
            if (format.isEmpty() || file.isEmpty() || file.equals("-")) {
                throw new MojoExecutionException(
                        "reports: '" + each + "' is not FORMAT=FILE with one of the formats " + ReportFormat.all());
            }
            judgement.write(format.get(), resolved(file), least, sources);
        }
    }

    private void update(Judgement judgement, FailOn threshold) throws IOException, MojoExecutionException {
        File file = baseline;
        if (file == null) {
            throw new MojoExecutionException("updateBaseline needs baseline");
        }
        Severity least = threshold == FailOn.NOTE ? Severity.NOTE : Severity.WARNING;
        // What annotations accept stays theirs.
        Baseline accepted = Baseline.of(judgement.verdict().fresh(least));
        accepted.write(file.toPath());
        getLog().info(file + ": known findings: " + accepted.entries().size());
    }
}
