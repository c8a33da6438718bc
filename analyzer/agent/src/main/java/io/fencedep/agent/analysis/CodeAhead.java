package io.fencedep.agent.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a thread that sleeps, or waits for a while, may signal anything afterwards. Where the code that it is in, from
 * there on, calls nothing that could, it is a bystander: as one that ends the program when it takes too long. Code that
 * cannot be read, or that calls what is not known to be harmless, may do anything.
 */
final class CodeAhead {
    private static final int MAX_METHODS = 500;
    private static final List<String> JDK = List.of("java/", "javax/", "jdk/", "sun/", "com/sun/");
    private static final String LOADER = "app";

    /** @param called the method that this frame has called, and has not come back from */
    private record At(StackTraceElement frame, String called) {}

    private final Supplier<Class<?>[]> loaded;
    private final Map<At, Boolean> known = new HashMap<>();
    private final ClassFiles files = new ClassFiles();

    CodeAhead(Supplier<Class<?>[]> loaded) {
        this.loaded = loaded;
    }

    /** @param stack of the thread, the innermost frame first */
    boolean maySignal(StackTraceElement[] stack) {
        int waits = 0;
        while (waits < stack.length && isOfJdk(stack[waits])) {
            waits++;
        }
        if (waits == stack.length) {
            return true;
        }
        if (known.size() > MAX_METHODS) {
            known.clear();
        }
        for (int i = waits; i < stack.length; i++) {
            String called = i == 0 ? "" : stack[i - 1].getMethodName();
            if (!isPassedThrough(stack[i]) && known.computeIfAbsent(new At(stack[i], called), this::maySignalFrom)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return frame.getModuleName() != null && JDK.stream().anyMatch(name.replace('.', '/')::startsWith)
                || name.startsWith("io.fencedep.agent.boot.")
                || name.startsWith("java.fencedep.");
    }

    /** Where a thread begins, a lambda is called, or reflection calls something: nothing follows. */
    private static boolean isPassedThrough(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.equals("java.lang.Thread") && frame.getMethodName().startsWith("run")
                || name.contains("$$Lambda")
                || frame.getModuleName() != null
                        && (name.equals("java.lang.reflect.Method")
                                || name.startsWith("java.lang.invoke.")
                                || name.startsWith("jdk.internal.reflect."));
    }

    private boolean maySignalFrom(At at) {
        StackTraceElement frame = at.frame;
        CodeOutline outline =
                isOfJdk(frame) || !LOADER.equals(frame.getClassLoaderName()) ? null : files.of(frame.getClassName());
        if (outline == null) {
            return true;
        }
        List<CodeOutline.Called> calls = new ArrayList<>();
        boolean found = false;
        for (Map.Entry<String, CodeOutline.Code> each : outline.methods.entrySet()) {
            if (each.getKey().startsWith(frame.getMethodName() + "(")) {
                calls.addAll(each.getValue().callsFrom(frame.getLineNumber(), at.called));
                found = true;
            }
        }
        return !found || new Search().maySignal(calls);
    }

    private static boolean isOfJdk(String type) {
        return JDK.stream().anyMatch(type::startsWith);
    }

    /** All that is called from some place on. */
    private final class Search {
        private final Set<String> seen = new HashSet<>();
        private final ArrayDeque<CodeOutline.Called> left = new ArrayDeque<>();

        boolean maySignal(List<CodeOutline.Called> calls) {
            left.addAll(calls);
            for (CodeOutline.Called each = left.poll(); each != null; each = left.poll()) {
                if (seen.add(each.owner() + "." + each.method() + each.descriptor())
                        && (seen.size() > MAX_METHODS || maySignal(each))) {
                    return true;
                }
            }
            return false;
        }

        private boolean maySignal(CodeOutline.Called call) {
            if (call.owner().startsWith("[")) {
                return false;
            }
            String type = call.owner();
            CodeOutline.Code code = null;
            while (code == null && !isOfJdk(type)) {
                CodeOutline outline = files.of(type);
                if (outline == null) {
                    return true;
                }
                code = outline.methods.get(call.method() + call.descriptor());
                type = code == null ? outline.parents.get(0) : type;
            }
            if (code != null) {
                left.addAll(code.calls());
            }
            boolean found = code != null || isOfJdk(type) && HarmlessCalls.include(type, call.method());
            boolean overridden = !isOfJdk(call.owner()) && !call.exact() && (code == null || !code.fixed);
            return overridden ? !follow(call, found) : !found;
        }

        /** Looks at what overrides a method; whether any code of it is known at all. */
        private boolean follow(CodeOutline.Called call, boolean found) {
            List<@Nullable CodeOutline> below =
                    below(call.owner()).map(each -> files.of(each.getName())).toList();
            boolean any = found;
            for (CodeOutline each : below) {
                if (each == null) {
                    return false;
                }
                CodeOutline.Code code = each.methods.get(call.method() + call.descriptor());
                if (code != null) {
                    left.addAll(code.calls());
                    any = true;
                }
            }
            return any;
        }

        private Stream<Class<?>> below(String owner) {
            String name = owner.replace('/', '.');
            Class<?>[] all = loaded.get();
            List<Class<?>> types =
                    Stream.of(all).filter(each -> each.getName().equals(name)).toList();
            return Stream.of(all)
                    .filter(each -> types.stream().anyMatch(type -> type != each && type.isAssignableFrom(each)));
        }
    }
}
