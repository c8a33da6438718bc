package io.fencedep.agent.boot;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who asks for a wait that a class of the program does on behalf of others. */
final class Askers {
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

    private static String outermost(String owner) {
        int nested = owner.indexOf('$', 1);
        return nested < 0 ? owner : owner.substring(0, nested);
    }

    private static final class Beyond extends ProgramFrame {
        private final String outermost;

        Beyond(String outermost) {
            this.outermost = outermost;
        }

        @Override
        boolean isWanted(String owner) {
            return !outermost(owner).equals(outermost);
        }
    }

    /** Who parks, and for whom. No lambda either. */
    private static final class Search implements Function<Stream<StackFrame>, String> {
        @Override
        public String apply(Stream<StackFrame> frames) {
            Iterator<StackFrame> each = frames.iterator();
            String parking = null;
            String place = "park@unknown";
            for (int i = 0; i < ProgramFrame.FRAMES && each.hasNext(); i++) {
                StackFrame frame = each.next();
                String owner = frame.getClassName();
                if (!ProgramFrame.isOfProgram(owner)) {
                    continue;
                }
                if (parking == null) {
                    parking = outermost(owner);
                    place = "park@" + ProgramFrame.named(frame);
                } else if (!outermost(owner).equals(parking)) {
                    return place + " for " + ProgramFrame.named(frame);
                }
            }
            return place;
        }
    }
}
