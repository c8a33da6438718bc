package io.fencedep.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a program of the JVM under the agent. */
@Command(
        name = "record",
        header = "Run a Java program under the agent, and report what in it can deadlock.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = "fencedep record [OPTION]... -- PROGRAM [ARGUMENT]...",
        footer = {
            "",
            "A program called java gets the agent as its first argument. Any other (a script, mvn) gets it by",
            "the variable JAVA_TOOL_OPTIONS, for every JVM that it starts: then let %%p in names of files",
            "stand for the process id. Without --report, findings go to standard error.",
            "",
            "Exit status: that of the program; 1 when that is 0 and there are new errors.",
            "",
            "Examples:",
            "  fencedep record -- java -jar app.jar",
            "  fencedep record --report deadlocks.html --graph app.json -- java -cp classes app.Main",
            "  fencedep record --graph target/%%p.json -- mvn test"
        })
final class RecordCommand implements Callable<Integer> {
    private static final String VARIABLE = "JAVA_TOOL_OPTIONS";
    private static final long PATIENCE_SECONDS = 60;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "PROGRAM", hidden = true)
    private List<String> program = List.of();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a report, in the format of the file's suffix; may be repeated.")
    private List<String> reports = List.of();

    @Option(names = "--graph", paramLabel = "FILE", description = "Write the dependency graph, for check and merge.")
    private @Nullable String graph;

    @Option(names = "--trace", paramLabel = "FILE", description = "Write every single event, which is slow.")
    private @Nullable String trace;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "Packages or classes of the program to look at; * for any text; may be repeated.")
    private List<String> include = List.of();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Those not to look at; may be repeated.")
    private List<String> exclude = List.of();

    @Option(
            names = "--contract",
            paramLabel = "NAME|FILE",
            description = "Hold the program against a contract too; may be repeated.")
    private List<String> contracts = List.of();

    @Option(names = "--baseline", paramLabel = "FILE", description = "Known findings: they are no reason to fail.")
    private @Nullable String baseline;

    @Option(names = "--suppressions", paramLabel = "FILE", description = "What is not to be reported, with reasons.")
    private @Nullable String suppressions;

    @Option(
            names = "--hang",
            paramLabel = "SECONDS",
            description = "After how long waiting threads are looked at for a deadlock that has happened.")
    private @Nullable Integer hang;

    @Option(names = "--stack-depth", paramLabel = "N", description = "Frames of a stack to keep.")
    private @Nullable Integer stackDepth;

    @Option(names = "--no-fail", description = "End with the program's status, whatever is found.")
    private boolean noFail;

    @Override
    public Integer call() throws IOException {
        String options = agentOptions();
        try (AgentJar agent = new AgentJar()) {
            ProcessBuilder builder = new ProcessBuilder(command(agent, options)).inheritIO();
            if (!isJava()) {
                addToVariable(builder.environment(), "-javaagent:" + agent.path() + "=" + options);
            }
            return run(builder);
        }
    }

    private boolean isJava() {
        Path name = Path.of(program.get(0)).getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).matches("javaw?(\\.exe)?");
    }

    private List<String> command(AgentJar agent, String options) {
        List<String> command = new ArrayList<>(program);
        if (isJava()) {
            command.add(1, "-javaagent:" + agent.path() + "=" + options);
        }
        return command;
    }

    private static void addToVariable(Map<String, String> environment, String option) {
        environment.merge(VARIABLE, option, (before, added) -> before + " " + added);
    }

    private int run(ProcessBuilder builder) throws IOException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot run " + program.get(0) + ": " + e.getMessage(), e);
        }
        Thread ending = new Thread(() -> endWith(process), "fencedep-ending");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            int status = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(ending);
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whoever ends us ends the program, which still writes its reports. */
    private static void endWith(Process process) {
        process.destroy();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String agentOptions() {
        List<String> options = new ArrayList<>();
        reports.forEach(file -> add(options, "report", file));
        add(options, "graph", graph);
        add(options, "trace", trace);
        add(options, "include", list(include));
        add(options, "exclude", list(exclude));
        add(options, "contract", list(contracts));
        add(options, "baseline", baseline);
        add(options, "suppressions", suppressions);
        add(options, "hang", hang);
        add(options, "stack-depth", stackDepth);
        add(options, "fail", !noFail);
        return String.join(",", options);
    }

    private static @Nullable String list(List<String> values) {
        return values.isEmpty() ? null : String.join(":", values);
    }

    private void add(List<String> options, String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        String text = value.toString();
        if (text.contains(",") || text.contains(" ") && !isJava()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--" + name + " cannot hold a comma, nor a space for other programs than java: " + text);
        }
        options.add(name + "=" + text);
    }
}
