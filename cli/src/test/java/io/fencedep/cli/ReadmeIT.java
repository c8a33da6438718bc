package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Severity;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.registry.FormatRegistry;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The README tells the truth: each {@code $} line of its console blocks is run, and what follows is the output. With
 * {@code -Dbless=true} the outputs are written anew, as all golden files are.
 */
class ReadmeIT {
    private static final Path README = Fencedep.ROOT.resolve("README.md");
    /** What this very build does, and cannot do once more inside itself. */
    private static final Set<String> BUILDS = Set.of("mvn -q -pl cli -am package -DskipTests", "mvn verify");

    private String text;

    /** An empty folder, but for what the page's commands speak of. */
    @TempDir
    private Path folder;

    @BeforeEach
    void read() throws IOException {
        text = Files.readString(README);
        for (String name : List.of("cli", "samples")) {
            Files.createSymbolicLink(folder.resolve(name), Fencedep.ROOT.resolve(name));
        }
    }

    @AfterEach
    void unlink() throws IOException {
        for (String name : List.of("cli", "samples")) {
            Files.delete(folder.resolve(name));
        }
    }

    /** What a command prints. */
    private interface Shell {
        List<String> outputOf(String command) throws IOException;
    }

    @Test
    void commands_print_what_the_page_says() throws IOException {
        checkBlocks("```console", this::outputOf);
    }

    /** As somebody who has nothing but this page and begins in an empty folder. */
    @Test
    void the_walk_from_a_test_run_to_a_gate_goes_as_the_page_says() throws IOException {
        Path shop = Files.createDirectory(folder.resolve("shop"));
        Files.writeString(shop.resolve("Bank.java"), block("java", "public class Bank {"));
        checkBlocks(
                "```console in shop",
                command -> Fencedep.program("sh", "-c", "exec 2>&1; " + command)
                        .with("fencedep", Fencedep.ROOT.toString())
                        .with(
                                "PATH",
                                Fencedep.ROOT.resolve("cli/bin") + ":"
                                        + Path.of(Fencedep.java()).getParent() + ":" + System.getenv("PATH"))
                        .in(shop)
                        .run()
                        .out()
                        .lines()
                        .toList());
    }

    /** Runs the commands of all blocks that begin with this line, and compares or writes what follows them. */
    private void checkBlocks(String begin, Shell shell) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inBlock = false;
        for (String line : text.split("\n")) {
            if (line.startsWith("```")) {
                inBlock = line.equals(begin);
                lines.add(line);
            } else if (!inBlock) {
                lines.add(line);
            } else if (line.startsWith("$ ")) {
                lines.add(line);
                lines.addAll(shell.outputOf(line.substring(2)));
            }
        }
        Golden.check(README, String.join("\n", lines) + "\n");
    }

    @Test
    void options_are_those_that_there_are() {
        CommandLine line = Main.commandLine();
        Set<String> known = new TreeSet<>();
        line.getSubcommands()
                .values()
                .forEach(command ->
                        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names()))));
        Matcher options = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+").matcher(text);
        while (options.find()) {
            assertThat(known).contains(options.group());
        }
        for (OptionSpec option :
                line.getSubcommands().get("check").getCommandSpec().options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                assertThat(text).contains("| `" + option.longestName());
            }
        }
        line.getSubcommands().keySet().forEach(command -> assertThat(text).contains("| `fencedep " + command));
    }

    @Test
    void suppressions_and_settings_of_the_page_are_read() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), yaml("suppressions:"));
        Files.writeString(folder.resolve(".fencedep.yaml"), yaml("check:"));
        Files.createFile(folder.resolve("known.txt"));
        Fencedep.Run run = Fencedep.jar("check", Fencedep.CLEAN, "--suppressions", "mine.yaml")
                .in(folder)
                .run();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Suppressions that fit nothing\n  mine.yaml:2: dependency probe_lock -> *\n");
    }

    @Test
    void formats_severities_and_files_are_those_that_there_are() {
        for (InputFormat format : FormatRegistry.standard().formats()) {
            assertThat(text).contains("`" + format.name() + "`");
        }
        for (Severity severity : Severity.values()) {
            assertThat(text).contains("**" + severity.text() + "**");
        }
        Matcher files = Pattern.compile("(?:samples|analyzer)/[\\w./-]*\\w").matcher(text);
        while (files.find()) {
            assertThat(Fencedep.ROOT.resolve(files.group())).exists();
        }
    }

    @Test
    void the_page_on_the_trace_format_names_every_event() throws IOException {
        String page = Files.readString(Fencedep.ROOT.resolve("analyzer/formats/trace-format.md"));
        for (EventKind event : EventKind.values()) {
            assertThat(page).contains("`" + event.text() + "`");
        }
    }

    /** The block of the page that begins with this line. */
    private String yaml(String begin) {
        return block("yaml", begin);
    }

    private String block(String language, String begin) {
        String head = "```" + language + "\n";
        int start = text.indexOf(head + begin + "\n");
        assertThat(start).as(begin).isNotNegative();
        return text.substring(start + head.length(), text.indexOf("```", start + head.length()));
    }

    private List<String> outputOf(String command) {
        List<String> toRun = new ArrayList<>();
        for (String part : command.split(" && ")) {
            if (!BUILDS.contains(part)) {
                assertThat(part).startsWith("cli/bin/fencedep ");
                toRun.add(part);
            }
        }
        if (toRun.isEmpty()) {
            return List.of();
        }
        Fencedep.Run run = Fencedep.program("sh", "-c", String.join(" && ", toRun))
                .in(folder)
                .run();
        assertThat(run.err()).isEmpty();
        return run.out().lines().toList();
    }
}
