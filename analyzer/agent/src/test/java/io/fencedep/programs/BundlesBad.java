package io.fencedep.programs;

import java.io.IOException;
import java.io.InputStream;

/** Two monitors in both orders, by a class whose loader knows the JDK and itself only. */
public final class BundlesBad {
    private static final class Bundle extends ClassLoader {
        private static final String PACKAGE = "io.fencedep.programs.";

        Bundle() {
            super(null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("java.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null || !name.startsWith(PACKAGE)) {
                return known == null ? super.loadClass("java." + name, resolve) : known;
            }
            try (InputStream in = BundlesBad.class.getResourceAsStream(name.substring(PACKAGE.length()) + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** What is in the bundle. */
    public static final class Inside {
        private static final Object one = new Object();
        private static final Object other = new Object();

        private Inside() {}

        public static void run() throws Exception {
            Turns.take(
                    () -> {
                        synchronized (one) {
                            synchronized (other) {
                                other.notifyAll();
                            }
                        }
                    },
                    () -> {
                        synchronized (other) {
                            synchronized (one) {
                                one.wait(1);
                            }
                        }
                    });
        }
    }

    private BundlesBad() {}

    public static void main(String[] arguments) throws Exception {
        new Bundle().loadClass(Inside.class.getName()).getMethod("run").invoke(null);
    }
}
