package io.fencedep.agent.boot;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who makes an object of a program's own kind. What such a class does for all its objects, its constructors and factories,
 * tells nothing of one of them: its name is that of the code that asked for it.
 */
final class Makers {
    /** How far up a maker is looked for. */
    private static final int FRAMES = 24;

    private static final StackWalker STACK = StackWalker.getInstance();

    private Makers() {}

    /** The name of an object's class: its type and who makes it; the type alone where that cannot be told. */
    static String nameOf(Object object) {
        Class<?> type = object.getClass();
        String maker = STACK.walk(new Search(type));
        String name = LockClasses.nameOf(type);
        return maker == null ? name : name + "@" + maker;
    }

    /** No lambda: these need classes of their own when they are first used. */
    private static final class Search implements Function<Stream<StackFrame>, @Nullable String> {
        private final Class<?> type;

        Search(Class<?> type) {
            this.type = type;
        }

        @Override
        public @Nullable String apply(Stream<StackFrame> frames) {
            Iterator<StackFrame> each = frames.iterator();
            for (int i = 0; i < FRAMES && each.hasNext(); i++) {
                StackFrame frame = each.next();
                String owner = frame.getClassName();
                if (!LockClasses.isJdk(owner) && !owner.startsWith("io.fencedep.agent.boot.") && !isOwn(owner)) {
                    return LockClasses.normal(owner) + "." + LockClasses.method(frame.getMethodName());
                }
            }
            return null;
        }

        private boolean isOwn(String owner) {
            for (Class<?> each = type; each != null && each.getClassLoader() != null; each = each.getSuperclass()) {
                if (each.getName().equals(owner)) {
                    return true;
                }
            }
            return false;
        }
    }
}
