package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.LockClasses;
import io.fencedep.agent.boot.Trace;
import io.fencedep.core.model.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Call stacks as names: our own frames cut, generated names without their numbers. */
final class Stacks {
    private static final String OWN = "io.fencedep.agent.boot.";
    private static final String FACADE = "java.fencedep.";
    private static final List<String> MACHINERY = List.of(
            "java.util.concurrent.",
            "java.lang.Thread",
            "java.lang.VirtualThread",
            "java.lang.reflect.",
            "java.lang.invoke.",
            "jdk.internal.");

    /** A stack as names: its place, and all of it. */
    record Known(int at, int stack) {
        static final Known NONE = new Known(Names.NONE, Names.NONE);
    }

    private final Names names;
    private final int depth;

    Stacks(Names names, int depth) {
        this.names = names;
        this.depth = depth;
    }

    Known of(@Nullable Trace trace) {
        if (trace == null) {
            return Known.NONE;
        }
        if (trace.text instanceof Known known) {
            return known;
        }
        Known made = of(trace.getStackTrace());
        trace.text = made;
        trace.setStackTrace(new StackTraceElement[0]);
        return made;
    }

    Known of(StackTraceElement[] frames) {
        StringBuilder text = new StringBuilder();
        String at = "";
        int kept = 0;
        for (StackTraceElement frame : frames) {
            if (frame.getClassName().startsWith(OWN) || frame.getClassName().startsWith(FACADE)) {
                continue;
            }
            if (kept < depth) {
                text.append(kept == 0 ? "" : "\n").append(print(frame));
                kept++;
            }
            if (at.isEmpty() && !isMachinery(frame.getClassName())) {
                at = place(frame);
            }
        }
        if (at.isEmpty() && kept > 0) {
            at = text.substring(0, text.indexOf("\n") < 0 ? text.length() : text.indexOf("\n"));
        }
        return new Known(names.intern(at), names.intern(text.toString()));
    }

    /** The same of frames that are text already. */
    Known of(List<String> frames) {
        String at = frames.get(0);
        for (String each : frames) {
            if (!isMachinery(each)) {
                int bracket = each.indexOf('(');
                boolean known = bracket >= 0 && each.indexOf(':', bracket) >= 0;
                at = known ? each.substring(bracket + 1, each.length() - 1) : each.substring(0, Math.max(0, bracket));
                break;
            }
        }
        return new Known(names.intern(at), names.intern(String.join("\n", frames)));
    }

    private static boolean isMachinery(String className) {
        for (String each : MACHINERY) {
            if (className.startsWith(each)) {
                return true;
            }
        }
        return false;
    }

    private static String place(StackTraceElement frame) {
        String file = frame.getFileName();
        return file == null || frame.getLineNumber() < 0 ? method(frame) : file + ":" + frame.getLineNumber();
    }

    private static String method(StackTraceElement frame) {
        return LockClasses.normal(frame.getClassName()) + "." + frame.getMethodName();
    }

    private static String print(StackTraceElement frame) {
        String file = frame.getFileName();
        String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
        return method(frame) + "(" + (file == null ? "Unknown Source" : file + line) + ")";
    }
}
