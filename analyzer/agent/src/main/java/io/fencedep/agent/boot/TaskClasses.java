package io.fencedep.agent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which class a task belongs to: that of its code, together with the code that this one wraps. Where one helper wraps what it
 * is given ({@code () -> { start(); given.run(); }}), all that it wraps would be one class otherwise, whatever it does.
 */
public final class TaskClasses {
    private static final int MOST_KINDS = 64;
    private static final int MOST_WRAPPERS = 4_096;
    private static final int DEEPEST = 4;
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    /** The fields in which classes keep code that they were made with, by the names of the classes. */
    private static final ConcurrentHashMap<String, Wrapped> WRAPPERS = new ConcurrentHashMap<>();

    private static final Set<String> QUEUE_TYPES = Set.of(
            "Ljava/util/Queue;",
            "Ljava/util/Deque;",
            "Ljava/util/ArrayDeque;",
            "Ljava/util/LinkedList;",
            "Ljava/util/concurrent/BlockingQueue;",
            "Ljava/util/concurrent/BlockingDeque;",
            "Ljava/util/concurrent/ConcurrentLinkedQueue;",
            "Ljava/util/concurrent/ConcurrentLinkedDeque;",
            "Ljava/util/concurrent/LinkedBlockingQueue;",
            "Ljava/util/concurrent/LinkedBlockingDeque;",
            "Ljava/util/concurrent/ArrayBlockingQueue;");

    /** The classes of objects with queues, by name. */
    private static final ConcurrentHashMap<String, Boolean> QUEUES = new ConcurrentHashMap<>();

    /** The fields by which objects of inner classes know the one that they were made in. */
    private static final ConcurrentHashMap<String, String> INNER = new ConcurrentHashMap<>();

    /** The classes of code that objects make to have run, one after the other, what stands in a queue of theirs. */
    private static final ConcurrentHashMap<String, Boolean> DRAINS = new ConcurrentHashMap<>();

    private record Wrapped(String field, Class<?> type) {}

    private static final ClassValue<Code> CODES = new ClassValue<>() {
        @Override
        protected Code computeValue(Class<?> type) {
            return new Code(type);
        }
    };

    private TaskClasses() {}

    /** Whether a field of this type keeps what is surely code to run. */
    private static boolean isTask(Class<?> type) {
        return type == Runnable.class || type == Callable.class || type == Supplier.class;
    }

    /**
     * A class has a field that never changes: its objects may be made to wrap other code. To look for such fields when there is
     * an object would have the JVM load the types of all its fields.
     */
    public static void keeps(String owner, String field, String type) {
        for (Class<?> each : List.of(Runnable.class, Callable.class, Supplier.class)) {
            if (type.equals(each.descriptorString()) && WRAPPERS.size() < MOST_WRAPPERS) {
                WRAPPERS.putIfAbsent(owner.replace('/', '.'), new Wrapped(field, each));
            }
        }
    }

    /** A class has a field of this type: what its objects have run may stand in a queue until then. */
    public static void queues(String owner, String type) {
        if (QUEUE_TYPES.contains(type) && QUEUES.size() < MOST_WRAPPERS) {
            QUEUES.put(owner.replace('/', '.'), true);
        }
    }

    /** Objects of an inner class know the object that they were made in, by this field. */
    public static void inner(String owner, String field) {
        if (field.startsWith("this$") && INNER.size() < MOST_WRAPPERS) {
            INNER.putIfAbsent(owner.replace('/', '.'), field);
        }
    }

    /** A class of objects that run other code in a loop, for the object that they were made in: that is a queue's, then. */
    public static void drains(String owner) {
        if (DRAINS.size() < MOST_WRAPPERS) {
            DRAINS.put(owner.replace('/', '.'), true);
        }
    }

    /** Whether this code runs other code in a loop, for an object that is known. */
    static boolean isDrain(Object code) {
        return !DRAINS.isEmpty() && CODES.get(code.getClass()).drains;
    }

    /** The object with a queue that this code works for; null when there is none. */
    static @Nullable Object owner(Object code) {
        MethodHandle getter = CODES.get(code.getClass()).owner;
        return getter == null ? null : Code.value(getter, code);
    }

    private static boolean hasQueue(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (QUEUES.containsKey(each.getName())) {
                return true;
            }
        }
        return false;
    }

    /** The class of the tasks whose code is this object; not that of its monitor. */
    static LockClass of(Object code, Instance.Key key) {
        Object known = identity(code, key, 0);
        return known instanceof Kind kind ? kind.named() : (LockClass) known;
    }

    /** Code is handed over: by that place it goes if it has no name of its own. */
    static void handedOver(Object code, Instance.Key key) {
        if (CODES.get(code.getClass()).alone.nameless) {
            of(code, key);
        }
    }

    /** The class of code of this type, whatever it wraps. */
    static LockClass ofWrapper(Object code) {
        return CODES.get(code.getClass()).alone.named();
    }

    /** The task that this code does nothing but wrap; null when it is not known as a task. */
    static @Nullable Instance inside(Object code, Instance.Key key) {
        Object each = code;
        for (int depth = 0; depth < DEEPEST; depth++) {
            each = CODES.get(each.getClass()).wrapped(each);
            if (each == null) {
                return null;
            }
            Instance known = Instances.known(each, key);
            if (known != null && known.lockClass.isWork()) {
                return known;
            }
        }
        return null;
    }

    /** The code that this one was made to wrap; null when there is none. */
    static @Nullable Object codeIn(Object task) {
        return CODES.get(task.getClass()).wrapped(task);
    }

    /** Whether there may be just one such object, which says nothing of what it is for: a lambda that captures nothing. */
    static boolean isStateless(Object code) {
        return CODES.get(code.getClass()).stateless;
    }

    /** What tells it apart from other code: a kind of its own, or the class of the task that it only wraps. */
    private static Object identity(Object code, Instance.Key key, int depth) {
        Code type = CODES.get(code.getClass());
        Object wrapped = depth == DEEPEST ? null : type.wrapped(code);
        if (wrapped == null) {
            return type.alone;
        }
        Instance known = Instances.known(wrapped, key);
        if (known != null && known.lockClass.isWork()) {
            return known.lockClass;
        }
        Object inner = identity(wrapped, key, depth + 1);
        return inner instanceof Kind kind ? type.with(kind) : inner;
    }

    /** Code of one type that wraps code of one kind, or none. */
    private static final class Kind {
        private final String type;
        private final boolean nameless;
        private final @Nullable Kind inner;
        private volatile @Nullable LockClass work;

        Kind(String type, boolean nameless, @Nullable Kind inner) {
            this.type = type;
            this.nameless = nameless;
            this.inner = inner;
        }

        LockClass named() {
            LockClass known = work;
            return known == null ? name() : known;
        }

        /** Once: another name would be another class. Lambdas are told apart by where they were first handed over. */
        private synchronized LockClass name() {
            LockClass known = work;
            if (known == null) {
                Kind code = inner;
                if (nameless) {
                    String what = code == null || code.nameless ? "task" : "task:" + code.type;
                    known = LockClasses.byName(LockClasses.site(what, new Trace()));
                } else {
                    known = LockClasses.byName(code == null ? "task:" + type : code.named().name + " in " + type);
                }
                work = known;
            }
            return known;
        }
    }

    /** What is known of a type of code. */
    private static final class Code {
        final Kind alone;
        /** They answer what it wraps, or captures and may be code; whatever is certain to be comes first. */
        private final MethodHandle[] wrapped;
        /** How many of them are certain. */
        private final int certain;

        final boolean stateless;
        /** Answers the object with a queue that it works for. */
        final @Nullable MethodHandle owner;
        /** Whether it runs other code in a loop, for that object. */
        final boolean drains;

        private volatile Kind[] kinds = new Kind[0];

        Code(Class<?> type) {
            boolean nameless = LockClasses.isNameless(type);
            alone = new Kind(LockClasses.nameOf(type), nameless, null);
            List<MethodHandle> tasks = new ArrayList<>();
            List<MethodHandle> others = new ArrayList<>();
            boolean captures = !nameless;
            MethodHandle worksFor = null;
            try {
                if (nameless) {
                    captures = captured(type, tasks, others);
                    worksFor = captures ? worksFor(type) : null;
                } else {
                    kept(type, tasks);
                    worksFor = madeIn(type);
                }
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                // Its module lets nobody look: then it counts by itself.
                tasks.clear();
                others.clear();
            }
            owner = worksFor;
            drains = worksFor != null && DRAINS.containsKey(type.getName());
            stateless = !captures;
            certain = tasks.size();
            tasks.addAll(others);
            wrapped = tasks.toArray(new MethodHandle[0]);
        }

        /** What a lambda captures of objects with queues. */
        @SuppressWarnings("removal")
        private static @Nullable MethodHandle worksFor(Class<?> type) throws ReflectiveOperationException {
            if (System.getSecurityManager() != null) {
                return null;
            }
            for (Field each : type.getDeclaredFields()) {
                if (!Modifier.isStatic(each.getModifiers()) && hasQueue(each.getType())) {
                    return getter(type, each.getName(), each.getType());
                }
            }
            return null;
        }

        /** In what an object of an inner class was made, if that has a queue. */
        @SuppressWarnings("removal")
        private static @Nullable MethodHandle madeIn(Class<?> inner) throws ReflectiveOperationException {
            String field = INNER.get(inner.getName());
            Class<?> outer = field == null ? null : inner.getEnclosingClass();
            boolean queue = outer != null && (hasQueue(outer) || DRAINS.containsKey(inner.getName()));
            return field == null || outer == null || !queue || System.getSecurityManager() != null
                    ? null
                    : getter(inner, field, outer);
        }

        /** What a lambda captures: its types are loaded. Whether it captures anything. */
        @SuppressWarnings("removal")
        private static boolean captured(Class<?> type, List<MethodHandle> tasks, List<MethodHandle> others)
                throws ReflectiveOperationException {
            if (System.getSecurityManager() != null) {
                return false;
            }
            boolean any = false;
            for (Field each : type.getDeclaredFields()) {
                any |= !Modifier.isStatic(each.getModifiers());
                if (each.getType().isInterface() && !Modifier.isStatic(each.getModifiers())) {
                    (isTask(each.getType()) ? tasks : others).add(getter(type, each.getName(), each.getType()));
                }
            }
            return any;
        }

        @SuppressWarnings("removal")
        private static void kept(Class<?> type, List<MethodHandle> tasks) throws ReflectiveOperationException {
            for (Class<?> each = type; each != null && tasks.isEmpty(); each = each.getSuperclass()) {
                Wrapped known = WRAPPERS.get(each.getName());
                if (known != null && System.getSecurityManager() == null) {
                    tasks.add(getter(each, known.field, known.type));
                }
            }
        }

        private static MethodHandle getter(Class<?> owner, String field, Class<?> type)
                throws ReflectiveOperationException {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .findGetter(owner, field, type)
                    .asType(GETTER);
        }

        /** The code that this object of the type wraps, or null. */
        @Nullable
        Object wrapped(Object code) {
            for (int i = 0; i < wrapped.length; i++) {
                Object value = value(wrapped[i], code);
                if (value != null && (i < certain || LockClasses.isNameless(value.getClass()))) {
                    return value;
                }
            }
            return null;
        }

        private static @Nullable Object value(MethodHandle getter, Object code) {
            try {
                return (Object) getter.invokeExact(code);
            } catch (Throwable e) {
                // A field that is there can be read; if not, nothing is known of it.
                return null;
            }
        }

        /** Such code around that of another kind. Beyond so many kinds they are not told apart. */
        Kind with(Kind inner) {
            for (Kind each : kinds) {
                if (each.inner == inner) {
                    return each;
                }
            }
            return add(inner);
        }

        private synchronized Kind add(Kind inner) {
            for (Kind each : kinds) {
                if (each.inner == inner) {
                    return each;
                }
            }
            if (kinds.length == MOST_KINDS) {
                return alone;
            }
            Kind made = new Kind(alone.type, alone.nameless, inner);
            Kind[] more = Arrays.copyOf(kinds, kinds.length + 1);
            more[kinds.length] = made;
            kinds = more;
            return made;
        }
    }
}
