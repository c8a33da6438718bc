package io.fencedep.agent.start;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Gives the hooks to the boot class loader, one by one. A jar on the boot class path would do the same, but makes the JVM
 * give up its archive of shared classes, which costs time, and print a warning, which is no program's output.
 */
final class BootClasses {
    private static final String FOLDER = "io/fencedep/agent/isolated/";
    private static final String HOOKS = "io/fencedep/agent/boot/";
    /** Names the files of the hooks. */
    private static final String INDEX = "boot-classes.txt";

    private static final String INTERNAL = "jdk.internal.access";

    private final Object access;
    private final Method define;

    /** To be made before the program's code runs, whose security manager may forbid what this asks for. */
    BootClasses(Instrumentation instrumentation) throws ReflectiveOperationException {
        access = access(instrumentation);
        define = Class.forName(INTERNAL + ".JavaLangAccess")
                .getMethod(
                        "defineClass",
                        ClassLoader.class,
                        String.class,
                        byte[].class,
                        ProtectionDomain.class,
                        String.class);
    }

    /** Opens what the JDK keeps for itself to this class loader, and to it alone. */
    static Object access(Instrumentation instrumentation) throws ReflectiveOperationException {
        Module base = Object.class.getModule();
        Module own = BootClasses.class.getModule();
        instrumentation.redefineModule(base, Set.of(), Map.of(INTERNAL, Set.of(own)), Map.of(), Set.of(), Map.of());
        return Class.forName(INTERNAL + ".SharedSecrets")
                .getMethod("getJavaLangAccess")
                .invoke(null);
    }

    /** Gives these classes, by name; none of them extends another one. */
    void define(Map<String, byte[]> classes) throws ReflectiveOperationException {
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            defines(each.getKey(), each.getValue());
        }
    }

    /** Gives the hooks that are in this jar. */
    void define(File file) throws IOException, ReflectiveOperationException {
        Map<String, byte[]> classes = read(file);
        // A class can be given only when those that it extends are there; the order in the jar says nothing of that.
        for (int left = classes.size() + 1; !classes.isEmpty() && classes.size() < left; ) {
            left = classes.size();
            for (Iterator<Map.Entry<String, byte[]>> each = classes.entrySet().iterator(); each.hasNext(); ) {
                Map.Entry<String, byte[]> next = each.next();
                if (defines(next.getKey(), next.getValue())) {
                    each.remove();
                }
            }
        }
        if (!classes.isEmpty()) {
            throw new ClassNotFoundException("what these extend: " + classes.keySet());
        }
    }

    private boolean defines(String name, byte[] bytes) throws ReflectiveOperationException {
        try {
            define.invoke(access, null, name, bytes, null, null);
            return true;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof NoClassDefFoundError) {
                return false;
            }
            throw e;
        }
    }

    private static Map<String, byte[]> read(File file) throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(file)) {
            String names = new String(bytes(jar, FOLDER + INDEX), StandardCharsets.UTF_8);
            for (StringTokenizer each = new StringTokenizer(names); each.hasMoreTokens(); ) {
                String name = HOOKS + each.nextToken();
                String className =
                        name.substring(0, name.length() - ".class".length()).replace('/', '.');
                classes.put(className, bytes(jar, FOLDER + name));
            }
        }
        return classes;
    }

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            throw new FileNotFoundException("no " + name + " in " + jar.getName());
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
