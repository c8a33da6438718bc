package io.fencedep.cli;

import io.fencedep.report.AtomicOutput;
import io.fencedep.report.SafeText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where commands print: results to standard output, everything else to standard error. */
final class Console {
    /** Set by the launcher: whether standard output is a terminal. */
    private static final String TERMINAL = "fencedep.terminal";

    private static final Path STDOUT = Path.of("/proc/self/fd/1");

    private static volatile boolean quiet;

    private static volatile @Nullable Hidden hidden;

    private Console() {}

    /** Prints a result to standard output. A reader that has gone away is no error: nobody wants the rest. */
    static void print(AtomicOutput.Body body) throws OutputException {
        try {
            OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
            body.writeTo(out);
            out.flush();
        } catch (IOException e) {
            if (!isClosedPipe(e)) {
                throw new OutputException("standard output", e);
            }
        }
    }

    /** From now on, whether remarks are kept back. */
    static void setQuiet(boolean wanted) {
        quiet = wanted;
    }

    static boolean isQuiet() {
        return quiet;
    }

    /** From now on, nothing that is said names paths, hosts, or what {@link #hide} was told. */
    static void setRedacted(boolean wanted) {
        hidden = wanted ? new Hidden() : null;
    }

    static boolean isRedacted() {
        return hidden != null;
    }

    /** In redacted messages, this name reads like that. */
    static void hide(String name, String standIn) {
        Hidden names = hidden;
        if (names != null) {
            names.add(name, standIn);
        }
    }

    /** A text as it may be shown. */
    static String shown(String text) {
        Hidden names = hidden;
        return names == null ? text : names.without(text);
    }

    /** Prints a line to standard error that is good to know, and no more. */
    static void remark(String line) {
        if (!quiet) {
            say(line);
        }
    }

    /** Prints a line to standard error. */
    static void say(String line) {
        PrintStream err = System.err;
        err.println("fencedep: " + SafeText.escape(shown(line)));
    }

    /** Whether standard output shows colours: a terminal, and nobody said no. */
    static boolean colour() {
        Map<String, String> environment = System.getenv();
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return !refused && isTerminal();
    }

    private static boolean isTerminal() {
        String told = System.getProperty(TERMINAL);
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        return isTerminal(STDOUT);
    }

    /** Whether people see standard error as it is written. */
    static boolean errorIsTerminal() {
        return isTerminal(Path.of("/proc/self/fd/2"));
    }

    private static boolean isTerminal(Path stream) {
        try {
            String target = Files.readSymbolicLink(stream).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isClosedPipe(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("pipe") || Files.exists(STDOUT) && !Files.isRegularFile(STDOUT) && !isDevice();
    }

    private static boolean isDevice() {
        try {
            return Files.readSymbolicLink(STDOUT).startsWith("/dev");
        } catch (IOException e) {
            return false;
        }
    }
}
