package io.fencedep.agent.boot;

import java.io.PipedInputStream;
import java.io.PipedReader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which class a resource belongs to: the one that its construction site gave it, else its type. */
public final class LockClasses {
    /** What is known of a type. */
    private static final class Type {
        final LockClass lockClass;
        /** Whether some of its objects have a class of their own. */
        volatile boolean named;

        /** Whether its objects are waited for in a way of their own, beside their monitors: queues, futures. */
        final boolean fence;

        /** Whether they are locks in a way of their own, beside their monitors. */
        final boolean lock;

        Type(Class<?> type, LockClass lockClass, boolean fence) {
            this.lockClass = lockClass;
            this.fence = fence;
            this.lock = Lock.class.isAssignableFrom(type)
                    || ReadWriteLock.class.isAssignableFrom(type)
                    || StampedLock.class.isAssignableFrom(type)
                    || Semaphore.class.isAssignableFrom(type)
                    || ConcurrentHashMap.class.isAssignableFrom(type);
        }
    }

    private static final class Types extends ClassValue<Type> {
        @Override
        protected Type computeValue(Class<?> type) {
            return new Type(type, byName(nameOf(type)), isFence(type));
        }

        private static boolean isFence(Class<?> type) {
            return BlockingQueue.class.isAssignableFrom(type)
                    || Future.class.isAssignableFrom(type)
                    || CountDownLatch.class.isAssignableFrom(type)
                    || CyclicBarrier.class.isAssignableFrom(type)
                    || Phaser.class.isAssignableFrom(type)
                    || Exchanger.class.isAssignableFrom(type)
                    || PipedInputStream.class.isAssignableFrom(type)
                    || PipedReader.class.isAssignableFrom(type)
                    || Publishers.are(type);
        }
    }

    private static final int POOLS = 256;
    private static final int MOST_IN_POOLS = 1 << 14;

    private record InPool(LockClass base, Pool pool) {}

    /** What the name of a task begins with that was handed over where there is no code but the JDK's. */
    static final String JDK_TASK = "task@unknown";

    private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda.*");
    private static final Pattern PROXY = Pattern.compile("\\$Proxy\\d+$");
    private static final Pattern GENERATED =
            Pattern.compile("(\\$\\$[A-Za-z]*(?:CGLIB|Enhancer|Proxy)\\w*)\\$\\$\\w+.*");
    private static final Pattern NUMBERED = Pattern.compile("((?:Accessor|\\$ByteBuddy\\$|\\$HibernateProxy\\$))\\w+$");

    private static final ConcurrentHashMap<String, LockClass> BY_NAME = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<InPool, LockClass> IN_POOLS = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<String, AtomicInteger> ORDINALS = new ConcurrentHashMap<>();
    private static final Types TYPES = new Types();

    private static final AtomicInteger NAMINGS = new AtomicInteger();

    private LockClasses() {}

    /** Grows with each type that gets its first object with a name of its own. */
    static int namings() {
        return NAMINGS.get();
    }

    /** The same, as long as no object of this type has a name of its own; else -1. */
    static int namings(Class<?> type) {
        int now = namings();
        return type == Class.class || TYPES.get(type).named ? -1 : now;
    }

    /** Whether some objects of this type have a name of their own. */
    static boolean isNamed(Class<?> type) {
        return type != Class.class && TYPES.get(type).named;
    }

    /** Whether objects of this type of the JDK can be waited for, and are given names by whoever makes them. */
    static boolean isKindOfJdk(Class<?> type) {
        return type.getClassLoader() == null
                && (type == Object.class
                        || Lock.class.isAssignableFrom(type)
                        || ReadWriteLock.class.isAssignableFrom(type)
                        || type == StampedLock.class
                        || type == Semaphore.class
                        || TYPES.get(type).fence && !FutureTask.class.isAssignableFrom(type));
    }

    /** Whether this is a lock and nothing else. */
    static boolean isLock(Object object) {
        return object.getClass() == Object.class
                || object instanceof Lock
                || object instanceof ReadWriteLock
                || object instanceof StampedLock;
    }

    /** The class with this name. */
    static LockClass byName(String name) {
        LockClass known = BY_NAME.get(name);
        if (known != null) {
            return known;
        }
        LockClass made = new LockClass(name, null);
        LockClass other = BY_NAME.putIfAbsent(name, made);
        return other == null ? made : other;
    }

    /** The class of a lock. */
    static LockClass of(Object object, Instance.Key key) {
        return of(object, perhapsNamed(object, key, 0), key, 0);
    }

    /**
     * What is known of an object, as far as that can give it a class of its own; null else.
     *
     * @param site where it is taken, as in {@link #of}
     */
    static @Nullable Instance perhapsNamed(Object object, Instance.Key key, int site) {
        boolean perhaps = !(object instanceof Class) && (isNamedBySite(object, site) || isNamed(object.getClass()));
        return perhaps ? Instances.known(object, key) : null;
    }

    /**
     * The class of a lock.
     *
     * @param known as {@link #perhapsNamed} tells it
     * @param site where it is taken: objects of the JDK's own types get the name of the field that they are in
     */
    static LockClass of(Object object, @Nullable Instance known, Instance.Key key, int site) {
        if (object instanceof Class<?> monitor) {
            return byName(nameOf(monitor) + ".class");
        }
        if (known != null) {
            return known.lockClass;
        }
        return isNamedBySite(object, site)
                ? name(object, Sites.name(site), key).lockClass
                : TYPES.get(object.getClass()).lockClass;
    }

    private static boolean isNamedBySite(Object object, int site) {
        return site >= Sites.FIRST && object.getClass().getClassLoader() == null;
    }

    /** The class of the monitor of an object that has this class: not what else is known by the name of that object. */
    static LockClass ofMonitor(Object object, LockClass named) {
        Type type = TYPES.get(object.getClass());
        return type.lock || type.fence && named != type.lockClass ? named.monitor() : named;
    }

    /** Whether an object is known by a name of its own, not just as one of its type. */
    static boolean hasOwnName(Object object, Instance known) {
        return known.lockClass != TYPES.get(object.getClass()).lockClass;
    }

    /** Gives an object a class of its own. */
    static Instance name(Object object, String name, Instance.Key key) {
        Type type = TYPES.get(object.getClass());
        if (!type.named) {
            type.named = true;
            NAMINGS.incrementAndGet();
        }
        return Instances.of(object, byName(name), key);
    }

    /** The class of tasks that run in this pool. */
    static LockClass inPool(LockClass work, Pool pool) {
        LockClass last = work.lastInPool;
        if (last != null && last.pool == pool) {
            return last;
        }
        InPool wanted = new InPool(work, pool);
        LockClass known = IN_POOLS.get(wanted);
        if (known == null && (pool.number() > POOLS || IN_POOLS.size() >= MOST_IN_POOLS)) {
            // So many pools are no resources of a program, but one for each thing that it does.
            return work;
        }
        if (known == null) {
            LockClass made = new LockClass(work, pool);
            LockClass other = IN_POOLS.putIfAbsent(wanted, made);
            known = other == null ? made : other;
        }
        work.lastInPool = known;
        return known;
    }

    /** A name for something that was made or handed over where this trace was taken, with an ordinal when it is not the first. */
    static String site(String what, Trace trace) {
        return numbered(place(what, trace));
    }

    /** A name with an ordinal when it is not the first of its kind. */
    static String numbered(String base) {
        int ordinal =
                ORDINALS.computeIfAbsent(base, ignored -> new AtomicInteger()).incrementAndGet();
        return ordinal == 1 ? base : base + "#" + ordinal;
    }

    /** A name for something that is done where this trace was taken. */
    static String place(String what, Trace trace) {
        String place = "unknown";
        for (StackTraceElement frame : trace.getStackTrace()) {
            String name = frame.getClassName();
            if (!isJdk(name) && !name.startsWith("io.fencedep.agent.boot.")) {
                place = normal(name) + "." + method(frame.getMethodName());
                break;
            }
        }
        return what + "@" + place;
    }

    /** A method's name without the number that the compiler gives to lambdas. */
    public static String method(String name) {
        if (!name.startsWith("lambda$")) {
            return name;
        }
        int end = name.lastIndexOf('$');
        return end <= 7 ? name : name.substring(7, end);
    }

    static boolean isJdk(String name) {
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.")
                || name.startsWith("com.sun.");
    }

    /** Whether the name of this type says nothing: it is a lambda, or generated. */
    static boolean isNameless(Class<?> type) {
        return type.isHidden() || type.isSynthetic() || type.getName().contains("$$Lambda");
    }

    static String nameOf(Class<?> type) {
        if (java.lang.reflect.Proxy.isProxyClass(type) && type.getInterfaces().length > 0) {
            return "$Proxy(" + type.getInterfaces()[0].getName() + ")";
        }
        return type.isArray() ? nameOf(type.getComponentType()) + "[]" : normal(type.getName());
    }

    /** A name without what is different in each run. */
    public static String normal(String name) {
        int slash = name.indexOf('/');
        String result = slash < 0 ? name : name.substring(0, slash);
        if (result.indexOf('$') >= 0) {
            result = LAMBDA.matcher(result).replaceFirst("\\$\\$Lambda");
            result = PROXY.matcher(result).replaceFirst("\\$Proxy");
            result = GENERATED.matcher(result).replaceFirst("$1");
            result = NUMBERED.matcher(result).replaceFirst("$1");
        }
        return result;
    }
}
