package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.ClassUses;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;

/**
 * Class files of the program, as they were before they got hooks: read when there is something to find out. Those that were
 * asked for last are kept.
 */
final class ClassFiles {
    private static final int MOST = 200;
    private static final int MOST_READ = 5_000;
    private static final float LOAD = 0.75f;

    private final Map<String, CodeOutline> known = new LinkedHashMap<>(MOST, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CodeOutline> eldest) {
            return size() > MOST;
        }
    };
    private int reads;

    /**
     * What is in the file of a class that the system's loader finds, by its name with dots or slashes; null when it does not
     * find it.
     */
    @Nullable
    CodeOutline of(String type) {
        String name = type.replace('.', '/');
        CodeOutline read = known.get(name);
        if (read == null && reads++ < MOST_READ) {
            try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
                read = in == null ? null : CodeOutline.of(in.readAllBytes());
            } catch (IOException | RuntimeException e) {
                return null;
            }
            if (read != null) {
                known.put(name, read);
            }
        }
        return read;
    }

    /** Shows such a class to a visitor, without what only verifiers need; nothing when it is not found or cannot be read. */
    static void show(String type, ClassVisitor visitor) {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(type.replace('.', '/') + ".class")) {
            if (in != null) {
                new ClassReader(in.readAllBytes()).accept(visitor, ClassReader.SKIP_FRAMES);
            }
        } catch (IOException | RuntimeException e) {
            // Nothing is known of it then.
        }
    }

    /** A class on this stack that has a method which is not, and which may be the first to use this class; null for none. */
    @Nullable
    String userBeside(StackTraceElement[] stack, String type) {
        Map<String, Set<String>> running = new TreeMap<>();
        for (StackTraceElement frame : stack) {
            running.computeIfAbsent(frame.getClassName(), ignored -> new HashSet<>())
                    .add(frame.getMethodName());
        }
        String used = type.replace('.', '/');
        for (Map.Entry<String, Set<String>> each : running.entrySet()) {
            CodeOutline outline = ClassUses.ALL.uses(each.getKey(), type) ? of(each.getKey()) : null;
            if (outline != null
                    && outline.methods.entrySet().stream()
                            .anyMatch(method -> method.getValue().uses.contains(used)
                                    && !each.getValue().contains(nameOf(method.getKey())))) {
                return each.getKey();
            }
        }
        return null;
    }

    private static String nameOf(String method) {
        return method.substring(0, method.indexOf('('));
    }
}
