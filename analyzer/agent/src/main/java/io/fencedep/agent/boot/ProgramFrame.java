package io.fencedep.agent.boot;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the stack for a method of the program: the name of the first that is wanted, as in names of lock classes, or null.
 * No lambda: these need classes of their own when they are first used.
 */
abstract class ProgramFrame implements Function<Stream<StackFrame>, @Nullable String> {
    /** How far up it is looked for. */
    static final int FRAMES = 24;

    /** Whether the methods of a class of the program are. */
    abstract boolean isWanted(String owner);

    @Override
    public final @Nullable String apply(Stream<StackFrame> frames) {
        Iterator<StackFrame> each = frames.iterator();
        for (int i = 0; i < FRAMES && each.hasNext(); i++) {
            StackFrame frame = each.next();
            String owner = frame.getClassName();
            if (isOfProgram(owner) && isWanted(owner)) {
                return named(frame);
            }
        }
        return null;
    }

    static boolean isOfProgram(String owner) {
        return !LockClasses.isJdk(owner) && !owner.startsWith("io.fencedep.agent.boot.");
    }

    static String named(StackFrame frame) {
        return LockClasses.normal(frame.getClassName()) + "." + LockClasses.method(frame.getMethodName());
    }
}
