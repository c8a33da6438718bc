package io.fencedep.agent.boot;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for locks. Every method here returns at once for threads that are inside a hook, and none
 * throws.
 */
public final class Hooks {
    private Hooks() {}

    /** From here on every event is told, not only what is new. */
    public static void tellEverything() {
        ThreadState.everything = true;
    }

    /**
     * Before {@code monitorenter}.
     *
     * @param site the number of the field that the object was read from, as in {@link Sites}; 0 when it is not known
     */
    public static void enter(@Nullable Object object, int site) {
        if (object != null) {
            ThreadState thread = Threads.current();
            if (!thread.busy) {
                thread.enter(object, object, How.MONITOR | site << How.SITE);
            }
        }
    }

    /** First thing in a synchronized method. */
    public static void entered(Object object) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.enter(object, object, How.MONITOR | How.METHOD);
        }
    }

    /** Before {@code monitorexit}, and last thing in a synchronized method. */
    public static void exit(@Nullable Object object) {
        if (object != null) {
            ThreadState thread = Threads.current();
            if (!thread.busy) {
                thread.exit(object, How.MONITOR);
            }
        }
    }

    /** A method is called that loads a class, perhaps by the JVM, which takes the monitor of a class loader before. */
    public static void asksToLoad(Object loader) {
        if (loader instanceof ClassLoader && Thread.holdsLock(loader)) {
            enter(loader, 0);
        }
    }

    /** After that. */
    public static void askedToLoad(Object loader) {
        if (loader instanceof ClassLoader && Thread.holdsLock(loader)) {
            exit(loader);
        }
    }

    /** Before a class loader loads a class; one that does so in parallel has locks for the names of classes. */
    public static void loads(Object loader, @Nullable Object locks) {
        if (locks == null) {
            enter(loader, 0);
        }
    }

    /** After that. */
    public static void loaded(Object loader, @Nullable Object locks) {
        if (locks == null) {
            exit(loader);
        }
    }

    /** Before a lock is taken. */
    public static void lock(Object lock, Object synchronizer, int how) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.enter(lock, synchronizer, how);
        }
    }

    /** Before a lock is asked for that an interrupt may end the wait for. */
    public static void ask(Object lock, int how) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.asks(lock, how);
        }
    }

    /** After such a lock was had. */
    public static void got(Object lock, Object synchronizer, int how) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.got(lock, synchronizer, how);
        }
    }

    /** After an interrupt ended the wait for it. */
    public static void interrupted(Object lock, Object synchronizer, int how) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.interrupted(lock, synchronizer, how);
        }
    }

    /** Before a lock is asked for that is waited for only so long. */
    public static void lockFor(Object lock, Object synchronizer, int how, long nanos) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.timeout = nanos;
            thread.enter(lock, synchronizer, how | How.within(nanos));
        }
    }

    /** After a try. */
    public static void tried(boolean taken, Object lock, Object synchronizer, int how) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        if (taken) {
            thread.enter(lock, synchronizer, how | How.TRIED);
        } else if (thread.holdsSomething()) {
            failed(thread, lock, how);
        }
    }

    /** After an attempt that was announced by {@link #lock} and may have given up. */
    public static void attempted(boolean taken, Object lock, Object synchronizer, int how) {
        if (!taken) {
            unlock(lock, how);
        }
    }

    /** Before a lock is given back; and when taking it failed. */
    public static void unlock(Object lock, int how) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.exit(lock, how);
        }
    }

    /** After a stamped lock was asked for for a while; a stamp of 0 means that it was not had. */
    public static void stampedAfter(long stamp, Object lock, int how) {
        attempted(stamp != 0, lock, lock, how);
    }

    /** After an attempt to keep no more than a stamp for optimistic reading. */
    public static void unstamped(long stamp, Object lock, long before) {
        if (stamp != 0 && stamp != before) {
            unstamp(lock, before);
        }
    }

    /** After a stamped lock was asked for without waiting; a stamp of 0 means that it was not had. */
    public static void stamped(long stamp, Object lock, int how) {
        tried(stamp != 0, lock, lock, how);
    }

    /** Before a stamped lock is given back, whichever way it is held. */
    public static void unstamp(Object lock, long stamp) {
        unlock(lock, (stamp & 128) != 0 ? How.STAMPED : How.STAMPED | How.READ);
    }

    /** After an attempt to change the way in which a stamped lock is held. */
    public static void restamped(long stamp, Object lock, boolean write) {
        if (stamp == 0) {
            return;
        }
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        int wanted = write ? How.STAMPED : How.STAMPED | How.READ;
        int other = write ? How.STAMPED | How.READ : How.STAMPED;
        if (thread.exit(lock, other) || !thread.holds(lock)) {
            thread.enter(lock, lock, wanted | How.TRIED);
        }
    }

    /** An object that can be waited for was just made, at a place that gives it its name. */
    public static void made(Object object, int site) {
        made(object, Sites.name(site));
    }

    /** An object goes into a field of this name, and may just have been made for it. */
    public static void perhapsMade(@Nullable Object object, int site) {
        if (object != null && LockClasses.isKindOfJdk(object.getClass()) && isNew(object)) {
            made(object, Sites.name(site));
        }
    }

    /** Whether nothing is known of an object yet. */
    private static boolean isNew(Object object) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return false;
        }
        thread.busy = true;
        try {
            return Instances.known(thread.peekSynchronizerOf(object), thread.key()) == null;
        } finally {
            thread.busy = false;
        }
    }

    /** An object whose type stands for all properties of a language that are made alike goes into a field of this name. */
    public static void delegate(@Nullable Object object, int site) {
        ThreadState thread = Threads.current();
        if (object == null || thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            if (Instances.known(object, thread.key()) == null) {
                LockClasses.name(object, Sites.name(site), thread.key());
            }
        } finally {
            thread.busy = false;
        }
    }

    /** A constructor of a class with synchronized methods begins with its own code. */
    public static void constructs(Object object) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.constructs(object);
        }
    }

    /** A constructor of a class with synchronized methods is through. */
    public static void constructed(Object object) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.constructed(object);
        }
    }

    /** Before something is put where other threads can find it at once. */
    public static void publishes(@Nullable Object value) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.publishes(value);
        }
    }

    /** Inside the constructor of a program's own kind of what can be waited for. */
    public static void madeOwnKind(Object object) {
        made(object, (String) null);
    }

    private static void made(Object object, @Nullable String name) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            Object known = thread.synchronizerOf(object);
            String readable = Fences.inContext(thread, object, name == null ? Makers.nameOf(object) : name);
            Instance made = LockClasses.name(known, readable, thread.key());
            thread.makes(made);
            Maps.made(thread, made, object);
            Fences.made(thread, made, object);
        } finally {
            thread.busy = false;
        }
    }

    /** Inside the constructor of a lock whose holds are known by another object. */
    public static void composed(Object composite, Object synchronizer) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.made(composite, synchronizer);
        if (composite.getClass() != ReentrantReadWriteLock.class) {
            // A program's own kind of lock is known by its type, as it is where holds are known by the lock itself.
            thread.busy = true;
            try {
                LockClasses.name(synchronizer, LockClasses.nameOf(composite.getClass()), thread.key());
            } finally {
                thread.busy = false;
            }
        }
    }

    private static void failed(ThreadState thread, Object lock, int how) {
        thread.busy = true;
        try {
            LockClass lockClass = LockClasses.of(lock, thread.key());
            if (lockClass.sample()) {
                Instance instance = Instances.of(lock, lockClass, thread.key());
                thread.tell(Message.Kind.FAILED, instance, lockClass, null, new Trace(), 0, how, 0);
            }
        } finally {
            thread.busy = false;
        }
    }
}
