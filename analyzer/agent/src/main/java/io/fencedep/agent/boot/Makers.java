package io.fencedep.agent.boot;

/**
 * Who makes an object of a program's own kind. What such a class does for all its objects, its constructors and factories,
 * tells nothing of one of them: its name is that of the code that asked for it.
 */
final class Makers {
    private static final StackWalker STACK = StackWalker.getInstance();

    private Makers() {}

    /** The name of an object's class: its type and who makes it; the type alone where that cannot be told. */
    static String nameOf(Object object) {
        Class<?> type = object.getClass();
        String maker = STACK.walk(new Search(type));
        String name = LockClasses.nameOf(type);
        return maker == null ? name : name + "@" + maker;
    }

    private static final class Search extends ProgramFrame {
        private final Class<?> type;

        Search(Class<?> type) {
            this.type = type;
        }

        @Override
        boolean isWanted(String owner) {
            return !isOwn(owner);
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
