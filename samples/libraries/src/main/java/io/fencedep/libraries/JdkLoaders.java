package io.fencedep.libraries;

import java.io.InputStream;

/** Two class loaders that ask each other for what they do not have, and do not load in parallel. */
public final class JdkLoaders {
    static final class Half extends ClassLoader {
        Half other;
        final String mine;

        Half(String mine) {
            super(null);
            this.mine = mine;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith("io.fencedep.libraries.JdkLoaders$T")) {
                return JdkLoaders.class.getClassLoader().loadClass(name);
            }
            if (!name.endsWith(mine)) {
                return other.loadClass(name);
            }
            try (InputStream in =
                    JdkLoaders.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    public static class TA {}

    public static class TB {}

    private JdkLoaders() {}

    public static void main(String[] arguments) throws Exception {
        Half a = new Half("TA");
        Half b = new Half("TB");
        a.other = b;
        b.other = a;
        Turns.take(
                () -> a.loadClass("io.fencedep.libraries.JdkLoaders$TB"),
                () -> b.loadClass("io.fencedep.libraries.JdkLoaders$TA"));
    }
}
