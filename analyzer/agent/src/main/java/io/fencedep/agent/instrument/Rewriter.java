package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.ClassUses;
import io.fencedep.agent.boot.TaskClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Rewrites one class: monitors, synchronized methods, initialisers, and the advice that is known for it. */
final class Rewriter extends ClassVisitor {
    private static final String LOADS_CLASS = "loadClass(Ljava/lang/String;)Ljava/lang/Class;";

    private static final int JAVA_5 = 49;
    /** Of this version all code tells what is known where ways meet. */
    private static final int JAVA_7 = 51;

    private static final int JAVA_6 = 50;

    private static final ConstantText INITIALISER = new ConstantText("<clinit>");

    private final Map<String, Integer> ordinals = new HashMap<>();
    private final boolean monitors;
    private final boolean initialisers;
    private final boolean facade;
    private final boolean names;
    private final Set<String> leftAlone;
    private final Set<String> used = new HashSet<>();
    private final Set<String> usedAgain = new HashSet<>();
    private final Set<String> usedFirst = new HashSet<>();
    /** By the names of methods: what they use after they have taken a lock. */
    private final Map<String, Set<String>> underLocks = new HashMap<>();

    /** The fields that other threads see at once. */
    private final Set<String> volatiles = new HashSet<>();

    /** By methods: where it may wait for a notification. */
    private Map<String, Map<Integer, GuardedWaits.Awaited>> guardedWaits = Map.of();

    /** By methods: where it takes or gives back locks that it builds out of atomic values. */
    private Map<String, Map<Integer, SpinLocks.Use>> spinLocks = Map.of();

    private Map<String, Map<Integer, SkippedNotices.Skip>> skippedNotices = Map.of();

    /** What its initialiser calls of its own methods. */
    private Set<String> calledByInitialiser = Set.of();

    private String owner = "";
    private String parent = "";
    private int version;
    private List<String> interfaces = List.of();
    private boolean isInterface;
    private boolean hasInitialiser;
    private boolean hasCodeForChildren;
    private boolean changed;
    /** Whether its objects are taken by their own methods. */
    private boolean marksNew;
    /** Whether its objects run what others have put into a queue. */
    private boolean drains;

    private Rewriter(ClassWriter writer, Wanted wanted, Set<String> leftAlone) {
        super(Opcodes.ASM9, writer);
        this.monitors = wanted.monitors;
        this.initialisers = wanted.initialisers;
        this.facade = wanted.facade;
        this.names = wanted.names;
        this.leftAlone = leftAlone;
    }

    /**
     * What is to be seen of a class.
     *
     * @param monitors whether to look at its monitors and at what it makes; else only known methods of the JDK
     * @param initialisers whether its initialiser counts as a lock
     * @param facade whether its loader may not know the hooks by their own names
     * @param names whether the locks that it makes get names, where nothing else of it is looked at
     */
    record Wanted(boolean monitors, boolean initialisers, boolean facade, boolean names) {
        static final Wanted NAMES = new Wanted(false, false, false, true);
    }

    /** The class with hooks, or null when it needs none. Methods that would become too large stay as they are. */
    static byte @Nullable [] rewrite(byte[] original, Wanted wanted) {
        Set<String> tooLarge = new HashSet<>();
        while (true) {
            ClassReader reader = new ClassReader(original);
            ClassWriter writer = new ClassWriter(reader, 0);
            Rewriter rewriter = new Rewriter(writer, wanted, tooLarge);
            rewriter.marksNew = wanted.initialisers && hasSynchronizedMethods(reader);
            rewriter.drains = wanted.monitors && DrainLoop.isIn(reader);
            if (wanted.initialisers) {
                rewriter.guardedWaits = GuardedWaits.of(reader);
                rewriter.spinLocks = SpinLocks.of(reader);
                rewriter.skippedNotices = SkippedNotices.of(reader);
                rewriter.calledByInitialiser = INITIALISER.isIn(reader) ? CalledByInitialiser.of(reader) : Set.of();
            }
            reader.accept(rewriter, 0);
            if (!rewriter.changed) {
                return null;
            }
            try {
                return writer.toByteArray();
            } catch (MethodTooLargeException e) {
                if (!tooLarge.add(e.getMethodName() + e.getDescriptor())) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void visit(
            int given,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String parent,
            String @Nullable [] interfaces) {
        owner = name;
        this.parent = parent == null || MonitorMethod.isJdk(parent) ? "" : parent;
        this.interfaces = interfaces == null
                ? List.of()
                : Arrays.stream(interfaces)
                        .filter(each -> !MonitorMethod.isJdk(each))
                        .toList();
        isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        // Before Java 5 there were no class constants; a synchronized static method needs one.
        version = Math.max(given & 0xffff, JAVA_5) | given & 0xffff0000;
        if (drains) {
            TaskClasses.drains(name);
        }
        super.visit(version, access, name, signature, parent, interfaces);
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        if (monitors && (access & (Opcodes.ACC_FINAL | Opcodes.ACC_STATIC)) == Opcodes.ACC_FINAL) {
            TaskClasses.keeps(owner, name, descriptor);
            TaskClasses.inner(owner, name);
        }
        if (monitors && (access & Opcodes.ACC_STATIC) == 0) {
            TaskClasses.queues(owner, descriptor);
        }
        if ((access & Opcodes.ACC_VOLATILE) != 0) {
            volatiles.add(name);
        }
        return super.visitField(access, name, descriptor, signature, value);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        hasInitialiser |= name.equals("<clinit>");
        hasCodeForChildren |= (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC)) == 0;
        MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
        if (code == null
                || (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0
                || leftAlone.contains(name + descriptor)) {
            return code;
        }
        if (facade) {
            code = Facade.calledBy(code);
        }
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        Advice advice = advice(access, name, descriptor);
        AroundMethod around = null;
        if (advice != null) {
            changed = true;
            around = new AroundMethod(code, advice, isStatic ? null : owner, (version & 0xffff) >= JAVA_6, monitors);
            code = around;
        }
        code = JdkAdvice.insideOf(owner, name, code, () -> changed = true);
        if (names && (name.startsWith("<") || !JdkAdvice.knows(owner))) {
            return new NamedLocks(code, () -> changed = true);
        }
        MethodVisitor seen = monitors ? new Monitors(code, name, name + descriptor, around) : code;
        Map<Integer, GuardedWaits.Awaited> loops = guardedWaits.getOrDefault(name + descriptor, Map.of());
        if (!loops.isEmpty()) {
            changed = true;
            seen = new GuardHooks(seen, code, loops);
        }
        Map<Integer, SpinLocks.Use> spins = spinLocks.getOrDefault(name + descriptor, Map.of());
        if (!spins.isEmpty()) {
            changed = true;
            seen = new SpinHooks(seen, code, spins);
        }
        Map<Integer, SkippedNotices.Skip> skips = skippedNotices.getOrDefault(name + descriptor, Map.of());
        if (!skips.isEmpty()) {
            changed = true;
            seen = new SkipHooks(seen, code, skips);
        }
        if (!initialisers) {
            return seen;
        }
        Set<String> usedUnderLock = underLocks.computeIfAbsent(name, ignored -> new HashSet<>());
        return new UsedClasses(
                seen, used, usedAgain, usedFirst, usedUnderLock, (access & Opcodes.ACC_SYNCHRONIZED) != 0);
    }

    /** What is to be done around a method; null for nothing. */
    private @Nullable Advice advice(int access, String name, String descriptor) {
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        Advice known = JdkAdvice.of(owner, name, descriptor);
        if (known != null) {
            return known;
        }
        if (monitors && (access & Opcodes.ACC_SYNCHRONIZED) != 0 && !callsNobody(name, descriptor)) {
            return synchronizedMethod(isStatic);
        }
        if (initialisers && name.equals("<clinit>")) {
            return initialiser();
        }
        if (initialisers && !isStatic && (name + descriptor).equals(LOADS_CLASS)) {
            return classLoader();
        }
        return (marksNew || drains) && name.equals("<init>") ? constructor() : null;
    }

    /** What is called again and again, and calls nobody: for one character of a text, or when an exception is made. */
    private boolean callsNobody(String name, String descriptor) {
        return owner.equals("java/lang/Throwable")
                || owner.equals("java/lang/StringBuffer")
                        && (descriptor.startsWith("(C)") || name.equals("charAt") || name.equals("setCharAt"));
    }

    @Override
    public void visitEnd() {
        super.visitEnd();
        if (initialisers) {
            List<String> uses = new ArrayList<>(used);
            uses.addAll(usedAgain);
            ClassUses.ALL.add(owner, parent, interfaces, uses, hasInitialiser);
            used.stream()
                    .filter(each -> owner.startsWith(each + "$") && !usedFirst.contains(each))
                    .forEach(each -> ClassUses.ALL.usesWhenFailing(owner, each));
            underLocks.forEach((method, types) -> ClassUses.ALL.addUnderLock(owner, method, types));
            if (isInterface && !hasCodeForChildren) {
                ClassUses.ALL.leavesToChildren(owner);
            }
        }
    }

    /** Notes whether the method was changed. */
    private final class Monitors extends MethodVisitor {
        private final MonitorMethod monitor;

        Monitors(MethodVisitor code, String method, String whole, @Nullable AroundMethod around) {
            super(Opcodes.ASM9);
            monitor = new MonitorMethod(
                    code,
                    owner,
                    readable(method),
                    calledByInitialiser.contains(whole),
                    marksNew,
                    volatiles,
                    each -> ordinals.merge(each, 1, Integer::sum),
                    around,
                    (version & 0xffff) >= JAVA_7);
            mv = monitor;
        }

        @Override
        public void visitEnd() {
            super.visitEnd();
            changed |= monitor.changed();
        }
    }

    private static String readable(String method) {
        return io.fencedep.agent.boot.LockClasses.method(method);
    }

    private Advice synchronizedMethod(boolean isStatic) {
        Snippet monitor = isStatic ? Snippet.code().type(owner) : Snippet.code().receiver();
        Snippet exit = monitor.hook(Call.HOOKS, "exit", "(Ljava/lang/Object;)V");
        return new Advice(monitor.hook(Call.HOOKS, "entered", "(Ljava/lang/Object;)V"), exit, exit);
    }

    private static boolean hasSynchronizedMethods(ClassReader reader) {
        boolean[] found = new boolean[1];
        ClassVisitor methods = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                found[0] |= (access & (Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STATIC)) == Opcodes.ACC_SYNCHRONIZED;
                return null;
            }
        };
        reader.accept(methods, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }

    private Advice constructor() {
        Snippet through = Snippet.code();
        if (marksNew) {
            through = through.receiver().hook(Call.HOOKS, "constructed", "(Ljava/lang/Object;)V");
        }
        if (drains) {
            through = through.receiver().hook(Call.DRAINS, "made", "(Ljava/lang/Object;)V");
        }
        return new Advice(null, through, null);
    }

    /** What the JVM calls of a class loader, whose monitor it has by then unless that loads in parallel. */
    private static Advice classLoader() {
        Snippet loader = Snippet.code().receiver();
        Snippet exit = loader.hook(Call.HOOKS, "askedToLoad", "(Ljava/lang/Object;)V");
        return new Advice(loader.hook(Call.HOOKS, "asksToLoad", "(Ljava/lang/Object;)V"), exit, exit);
    }

    private Advice initialiser() {
        Snippet type = Snippet.code().type(owner);
        Snippet exit = type.hook(Call.CLASS_INITS, "ends", "(Ljava/lang/Class;)V");
        return new Advice(type.hook(Call.CLASS_INITS, "begins", "(Ljava/lang/Class;)V"), exit, exit);
    }
}
