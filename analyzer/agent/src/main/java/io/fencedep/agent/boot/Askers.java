package io.fencedep.agent.boot;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who asks for a wait that a class of the program does on behalf of others. */
final class Askers {
    /** How far up one is looked for. */
    private static final int FRAMES = 24;

    private static final int MOST = 4096;
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Search SEARCH = new Search();
    private static final ConcurrentHashMap<String, LockClass> KNOWN = new ConcurrentHashMap<>();

    private Askers() {}

    /** The class of waits of a thread that parks where this is called for. */
    static LockClass park() {
        String place = STACK.walk(SEARCH);
        LockClass known = KNOWN.get(place);
        if (known == null) {
            known = LockClasses.byName(place);
            if (KNOWN.size() < MOST) {
                KNOWN.put(place, known);
            }
        }
        return known;
    }

    /** The first method of the program on the stack that is of no class within the outermost one around this; or null. */
    static @Nullable String beyond(String owner) {
        return STACK.walk(new Beyond(outermost(owner)));
    }

    private static boolean isOurs(String owner) {
        return LockClasses.isJdk(owner) || owner.startsWith("io.fencedep.agent.boot.");
    }

    private static String outermost(String owner) {
        int nested = owner.indexOf('$', 1);
        return nested < 0 ? owner : owner.substring(0, nested);
    }

    private static String named(StackFrame frame) {
        return LockClasses.normal(frame.getClassName()) + "." + LockClasses.method(frame.getMethodName());
    }

    /** No lambda either. */
    private static final class Beyond implements Function<Stream<StackFrame>, @Nullable String> {
        private final String outermost;

        Beyond(String outermost) {
            this.outermost = outermost;
        }

        @Override
        public @Nullable String apply(Stream<StackFrame> frames) {
            Iterator<StackFrame> each = frames.iterator();
            for (int i = 0; i < FRAMES && each.hasNext(); i++) {
                StackFrame frame = each.next();
                String owner = frame.getClassName();
                if (!isOurs(owner) && !outermost(owner).equals(outermost)) {
                    return named(frame);
                }
            }
            return null;
        }
    }

    /** No lambda: these need classes of their own when they are first used. */
    private static final class Search implements Function<Stream<StackFrame>, String> {
        @Override
        public String apply(Stream<StackFrame> frames) {
            Iterator<StackFrame> each = frames.iterator();
            String parking = null;
            String place = "park@unknown";
            for (int i = 0; i < FRAMES && each.hasNext(); i++) {
                StackFrame frame = each.next();
                String owner = frame.getClassName();
                if (isOurs(owner)) {
                    continue;
                }
                if (parking == null) {
                    parking = outermost(owner);
                    place = "park@" + named(frame);
                } else if (!outermost(owner).equals(parking)) {
                    return place + " for " + named(frame);
                }
            }
            return place;
        }
    }
}
