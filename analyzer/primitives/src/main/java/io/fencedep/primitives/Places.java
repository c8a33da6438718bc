package io.fencedep.primitives;

import io.fencedep.core.model.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the program is: the call stack without the primitives themselves. */
final class Places {
    private static final int FRAMES = 12;
    private static final String OWN = Places.class.getPackageName() + ".";
    private static final StackWalker WALKER = StackWalker.getInstance();

    /**
     * A place in the program.
     *
     * @param at file and line
     * @param stack innermost first, separated by line feeds
     */
    record Here(String at, String stack) {
        static final Here UNKNOWN = new Here("", "");

        int at(Names names) {
            return names.intern(at);
        }

        int stack(Names names) {
            return names.intern(stack);
        }
    }

    private Places() {}

    /** The place that called a primitive. Costs some microseconds. */
    static Here here() {
        return WALKER.walk(Places::of);
    }

    private static Here of(Stream<StackWalker.StackFrame> frames) {
        List<String> stack = new ArrayList<>();
        String[] at = {""};
        frames.dropWhile(frame -> frame.getClassName().startsWith(OWN))
                .filter(frame -> !frame.getClassName().startsWith(OWN))
                .limit(FRAMES)
                .forEach(frame -> {
                    if (at[0].isEmpty()) {
                        at[0] = frame.getFileName() + ":" + frame.getLineNumber();
                    }
                    stack.add(frame.getClassName() + "." + frame.getMethodName());
                });
        return stack.isEmpty() ? Here.UNKNOWN : new Here(at[0], String.join("\n", stack));
    }
}
