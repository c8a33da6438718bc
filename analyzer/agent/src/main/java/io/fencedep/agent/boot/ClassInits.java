package io.fencedep.agent.boot;

import java.lang.reflect.Modifier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for the initialisation of classes, which the JVM guards with a lock for each class. A class is
 * initialised once in a run, so the other order of two initialisers cannot be seen; but that an initialiser needs a class
 * whose own initialisation is under way in the same thread shows what it would wait for, had it come first.
 */
public final class ClassInits {
    /** How many classes are being initialised; most of the time none is. */
    private static final AtomicInteger UNDER_WAY = new AtomicInteger();

    private ClassInits() {}

    /** The name of the lock that guards the initialisation of the class with this name. */
    static String lockName(String type) {
        return "class-init:" + LockClasses.normal(type);
    }

    /**
     * The initialisation of a class that no hook has seen begin, since the one that it extends has to come first.
     *
     * @param token stands for that class
     */
    public static Instance unseen(Object token, String type) {
        return Instances.of(token, LockClasses.byName(lockName(type)), new Instance.Key());
    }

    /** A class begins to initialise itself. */
    public static void begins(Class<?> type) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        UNDER_WAY.incrementAndGet();
        thread.hold(type, How.CLASS_INIT, classOf(thread, type));
        Class<?> user = thread.earlyUses().userOf(type);
        if (user != null && !isPartOf(user, type)) {
            tell(thread, Message.Kind.INIT_NEEDED_BY_PARENT, user, null);
        }
        for (Path each = thread.last(); !each.isRoot(); each = each.up) {
            Class<?> parent = initialised(each);
            if (parent != null && needsFirst(thread, type, parent) && !isPartOf(parent, type)) {
                tell(thread, Message.Kind.INIT_NEEDS_CLASS, parent, null);
            }
        }
    }

    /** The class whose initialisation this is, or null when it is something else. */
    private static @Nullable Class<?> initialised(Path path) {
        return (path.how & How.KIND) == How.CLASS_INIT && path.object() instanceof Class<?> type ? type : null;
    }

    /** Whether the JVM initialises the parent whenever it initialises this class. */
    private static boolean needsFirst(ThreadState thread, Class<?> type, Class<?> parent) {
        if (type == parent || !parent.isAssignableFrom(type)) {
            return false;
        }
        if (!parent.isInterface()) {
            return true;
        }
        if (type.isInterface()) {
            return false;
        }
        thread.busy = true;
        try {
            return ClassUses.ALL.isBegunByChildren(parent.getName());
        } finally {
            thread.busy = false;
        }
    }

    /** Whether only the code of that class can use this one, so that this one never comes first. */
    private static boolean isPartOf(Class<?> parent, Class<?> type) {
        String outer = parent.getName() + "$";
        String name = type.getName();
        return name.startsWith(outer)
                && name.length() > outer.length()
                && (Modifier.isPrivate(type.getModifiers()) || Character.isDigit(name.charAt(outer.length())));
    }

    /** A class has initialised itself, or failed to. */
    public static void ends(Class<?> type) {
        Hooks.unlock(type, How.CLASS_INIT);
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            UNDER_WAY.decrementAndGet();
        }
        if (!Starts.areSome() && !thread.busy) {
            thread.busy = true;
            try {
                ClassUses.ALL.initialisedEarly(type.getName());
            } finally {
                thread.busy = false;
            }
        }
    }

    /** A method that an initialiser calls, if not only that, has used another class. */
    public static void perhapsNeeded(Class<?> type) {
        if (UNDER_WAY.get() == 0) {
            return;
        }
        ThreadState thread = Threads.current();
        Path latest = thread.busy ? null : thread.latest(How.CLASS_INIT);
        if (latest == null || latest.isFor(type)) {
            return;
        }
        if (!thread.holds(type, How.CLASS_INIT)) {
            needed(type);
        } else if (thread.isNewWait(classOf(thread, type), How.CLASS_INIT)) {
            tell(thread, Message.Kind.INIT_NEEDS_CLASS, type, null);
        }
    }

    /** An initialiser has used another class. */
    public static void needed(Class<?> type) {
        ThreadState thread = Threads.current();
        if (thread.busy || thread.last().isFor(type)) {
            return;
        }
        if (thread.holds(type, How.CLASS_INIT)) {
            tell(thread, Message.Kind.INIT_NEEDS_CLASS, type, null);
            return;
        }
        Class<?> user = initialised(thread.last());
        if (user != null) {
            usedBy(thread, user, type);
            needsParentOf(thread, user, type);
        }
    }

    /** An initialiser has used a class that needs another one first, whose initialiser has begun with this one. */
    private static void needsParentOf(ThreadState thread, Class<?> user, Class<?> type) {
        for (Path each = thread.last().up; !each.isRoot(); each = each.up) {
            Class<?> parent = initialised(each);
            if (parent != null
                    && needsFirst(thread, type, parent)
                    && !isPartOf(parent, user)
                    && thread.isNewWait(classOf(thread, parent), How.CLASS_INIT)) {
                tell(thread, Message.Kind.INIT_NEEDS_CLASS, parent, null);
            }
        }
    }

    /** An object was made by reflection, as of a service: a class whose initialiser asked for that may need to come first. */
    public static void made(Class<?> type) {
        ThreadState thread = Threads.current();
        if (thread.busy || thread.latest(How.CLASS_INIT) == null) {
            return;
        }
        madeByReflection(thread, type);
        for (Path each = thread.last(); !each.isRoot(); each = each.up) {
            Class<?> parent = initialised(each);
            if (parent != null && needsFirst(thread, type, parent)) {
                usedBy(thread, parent, type);
            }
        }
    }

    private static void madeByReflection(ThreadState thread, Class<?> type) {
        thread.busy = true;
        try {
            ClassUses.ALL.madeByReflection(type.getName());
        } finally {
            thread.busy = false;
        }
    }

    /** While a class is initialised, another one is used that needs it first, as do the classes between them. */
    private static void usedBy(ThreadState thread, Class<?> parent, Class<?> type) {
        if (!needsFirst(thread, type, parent)) {
            return;
        }
        for (Class<?> each = type; each != null && needsFirst(thread, each, parent); each = each.getSuperclass()) {
            if (onlyInitialisesParent(thread, each)) {
                begins(each);
                ends(each);
            } else {
                thread.earlyUses().add(each, parent);
            }
        }
    }

    /** Nothing tells when a class without an initialiser of its own begins: as soon as it is used, and needs its parent. */
    private static boolean onlyInitialisesParent(ThreadState thread, Class<?> type) {
        thread.busy = true;
        try {
            return ClassUses.ALL.onlyInitialisesParent(type.getName());
        } finally {
            thread.busy = false;
        }
    }

    /** What refers to a method of another class than the one that it was made in. */
    private static final class Foreign extends ClassValue<boolean[]> {
        @Override
        protected boolean[] computeValue(Class<?> type) {
            return new boolean[1];
        }
    }

    private static final Foreign FOREIGN = new Foreign();

    /** An initialiser has made a reference to a method of another class. */
    public static void foreign(@Nullable Object reference) {
        ThreadState thread = Threads.current();
        if (reference == null || thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            FOREIGN.get(reference.getClass())[0] = true;
        } finally {
            thread.busy = false;
        }
    }

    /** Code is handed over to run elsewhere: if it is part of a class that this thread initialises, it needs that class. */
    static void handedOver(ThreadState thread, @Nullable Object code, @Nullable LockClass work) {
        Class<?> host = hostBeingInitialised(thread, code);
        if (host != null && work != null) {
            tell(thread, Message.Kind.WORK_NEEDS_CLASS, host, work);
        }
    }

    /** A parallel stream is about to run code of this class: whoever runs a part of it needs that class. */
    public static void streams(Class<?> type) {
        ThreadState thread = Threads.current();
        if (!thread.busy && thread.holds(type, How.CLASS_INIT)) {
            tell(thread, Message.Kind.WORK_NEEDS_CLASS, type, ForkJoins.invokedHere(thread));
        }
    }

    /** A thread is about to be started that runs this code. */
    static void started(ThreadState thread, ThreadState child, @Nullable Object code) {
        Class<?> host = hostBeingInitialised(thread, code);
        if (host != null) {
            LockClass lockClass = classOf(thread, host);
            Instance instance = instanceOf(thread, host, lockClass);
            child.tell(Message.Kind.TASK_NEEDS_CLASS, instance, lockClass, null, new Trace(), 0, 0, 0);
        }
    }

    private static void tell(ThreadState thread, Message.Kind kind, Class<?> needed, @Nullable LockClass work) {
        LockClass lockClass = classOf(thread, needed);
        noteWhatRanBefore(thread);
        thread.tell(
                kind,
                instanceOf(thread, needed, lockClass),
                work == null ? lockClass : work,
                null,
                new Trace(),
                0,
                0,
                0);
    }

    /** What had this thread begin with the initialisers that it is in. */
    private static void noteWhatRanBefore(ThreadState thread) {
        boolean before = thread.busy;
        thread.busy = true;
        try {
            for (Path each = thread.last(); !each.isRoot(); each = each.up) {
                Trace trace = each.trace;
                if (trace != null
                        && (each.how & How.KIND) == How.CLASS_INIT
                        && each.object() instanceof Class<?> type) {
                    ClassUses.ALL.ranBefore(type.getName(), trace.getStackTrace());
                }
            }
        } finally {
            thread.busy = before;
        }
    }

    /** The class that this code was written in and needs, while this thread initialises that; null otherwise. */
    private static @Nullable Class<?> hostBeingInitialised(ThreadState thread, @Nullable Object code) {
        if (code == null || thread.latest(How.CLASS_INIT) == null) {
            return null;
        }
        String name = code.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        if (lambda >= 0) {
            return FOREIGN.get(code.getClass())[0] ? null : thread.initialising(name.substring(0, lambda));
        }
        for (int end = name.indexOf('$'); end > 0; end = name.indexOf('$', end + 1)) {
            Class<?> outer = thread.initialising(name.substring(0, end));
            if (outer != null && uses(thread, name, outer.getName())) {
                return outer;
            }
        }
        return null;
    }

    private static boolean uses(ThreadState thread, String user, String used) {
        boolean before = thread.busy;
        thread.busy = true;
        try {
            return ClassUses.ALL.uses(user, used);
        } finally {
            thread.busy = before;
        }
    }

    private static LockClass classOf(ThreadState thread, Class<?> type) {
        boolean before = thread.busy;
        thread.busy = true;
        try {
            return LockClasses.byName(lockName(type.getName()));
        } finally {
            thread.busy = before;
        }
    }

    private static Instance instanceOf(ThreadState thread, Class<?> type, LockClass lockClass) {
        boolean before = thread.busy;
        thread.busy = true;
        try {
            return Instances.of(type, lockClass, thread.key());
        } finally {
            thread.busy = before;
        }
    }
}
