package io.fencedep.programs;

import java.io.IOException;
import java.io.InputStream;

/** Two class loaders that ask each other for what they do not have, and do not load in parallel. */
public final class LoadersBad {
    /** What one of them has. */
    public static final class One {}

    /** What the other one has. */
    public static final class Other {}

    private static final class Half extends ClassLoader {
        private static final ClassLoader all = LoadersBad.class.getClassLoader();

        private final Class<?> own;
        private Half other;

        Half(Class<?> own) {
            super(null);
            this.own = own;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(LoadersBad.class.getName() + "$")) {
                return all.loadClass(name);
            }
            if (!name.equals(own.getName())) {
                return other.loadClass(name);
            }
            try (InputStream in = all.getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private LoadersBad() {}

    public static void main(String[] arguments) throws Exception {
        Half one = new Half(One.class);
        Half other = new Half(Other.class);
        one.other = other;
        other.other = one;
        Turns.take(() -> one.loadClass(Other.class.getName()), () -> other.loadClass(One.class.getName()));
    }
}
