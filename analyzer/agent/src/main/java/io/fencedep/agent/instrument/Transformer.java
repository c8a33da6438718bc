package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.ClassUses;
import io.fencedep.agent.boot.Threads;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives every class its hooks, those that are loaded already included. A class that cannot be changed is left as it is. */
public final class Transformer implements ClassFileTransformer {
    private static final String OWN = "io/fencedep/agent/";
    private static final byte[] LOCKS = "java/util/concurrent/locks/".getBytes(StandardCharsets.US_ASCII);

    private final Scope scope;
    private final ClassDefiner boot;
    private final Consumer<String> problems;
    private volatile boolean hasFacade;

    private Transformer(Scope scope, ClassDefiner boot, Consumer<String> problems) {
        this.scope = scope;
        this.boot = boot;
        this.problems = problems;
    }

    /**
     * Gives hooks to what is loaded, and to all that will be.
     *
     * @param boot gives classes to the boot class loader
     * @param problems told of each class that had to be left alone
     */
    public static void install(
            Instrumentation instrumentation, Scope scope, ClassDefiner boot, Consumer<String> problems) {
        ConstructorReferences.install(boot);
        Transformer transformer = new Transformer(scope, boot, problems);
        transformer.transform(null, ClassLoader.getSystemClassLoader(), "Sample", null, null, Sample.bytes());
        Rewriter.rewrite(Sample.bytes(), new Rewriter.Wanted(true, true, true, false));
        instrumentation.addTransformer(transformer, true);
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> each : instrumentation.getAllLoadedClasses()) {
            if (transformer.wants(each) && instrumentation.isModifiableClass(each)) {
                loaded.add(each);
            }
        }
        hooksInto(instrumentation, loaded, problems);
    }

    /** Changes all of them at once, if that can be; else each half, down to those that cannot be changed. */
    static void hooksInto(Instrumentation instrumentation, List<Class<?>> classes, Consumer<String> problems) {
        if (classes.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | LinkageError | InternalError | RuntimeException e) {
            int half = classes.size() / 2;
            if (half == 0) {
                problems.accept(classes.get(0).getName() + " is left alone: " + e);
            } else {
                hooksInto(instrumentation, classes.subList(0, half), problems);
                hooksInto(instrumentation, classes.subList(half, classes.size()), problems);
            }
        }
    }

    private boolean wants(Class<?> type) {
        if (type.isArray()
                || type.isPrimitive()
                || type.isHidden()
                || type.getClassLoader() == Transformer.class.getClassLoader()) {
            return false;
        }
        String name = type.getName().replace('.', '/');
        return !name.startsWith(OWN) && (JdkAdvice.knows(name) || scope.coversLoaded(type.getClassLoader(), name));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (name == null || name.startsWith(OWN) || loader == Transformer.class.getClassLoader()) {
            return null;
        }
        boolean jdk = loader == null || loader == ClassLoader.getPlatformClassLoader();
        boolean covered = scope.covers(loader, name);
        if (!covered && !jdk) {
            ClassUses.ALL.leftOut();
        }
        boolean known = covered || jdk && JdkAdvice.knows(name);
        if (!known && !(scope.namesLocks(loader, name) && mentions(bytes, LOCKS))) {
            return null;
        }
        boolean before = Threads.pause();
        try {
            if (!known) {
                return Rewriter.rewrite(bytes, Rewriter.Wanted.NAMES);
            }
            boolean own = !jdk && loader != ClassLoader.getSystemClassLoader();
            if (own && !hasFacade) {
                makeFacade();
            }
            return Rewriter.rewrite(bytes, new Rewriter.Wanted(covered, covered && !jdk, own, !covered));
        } catch (RuntimeException | LinkageError | ReflectiveOperationException e) {
            problems.accept(name.replace('/', '.') + " is left alone: " + e);
            return null;
        } finally {
            Threads.resume(before);
        }
    }

    /** Only where a program has class loaders of its own; nothing is waited for under this lock. */
    private synchronized void makeFacade() throws ReflectiveOperationException {
        if (!hasFacade) {
            boot.define(Facade.classes());
            hasFacade = true;
        }
    }

    /** Whether these bytes are somewhere in a class: quicker to say than what the class does. */
    private static boolean mentions(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
