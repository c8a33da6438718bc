package io.fencedep.agent.instrument;

import static io.fencedep.agent.instrument.JdkAdvice.FOR;
import static io.fencedep.agent.instrument.JdkAdvice.JUC;
import static io.fencedep.agent.instrument.JdkAdvice.OBJECT;
import static io.fencedep.agent.instrument.JdkAdvice.TIMED;
import static io.fencedep.agent.instrument.JdkAdvice.bound;
import static io.fencedep.agent.instrument.JdkAdvice.boundBy;
import static io.fencedep.agent.instrument.JdkAdvice.call;
import static io.fencedep.agent.instrument.JdkAdvice.code;
import static io.fencedep.agent.instrument.JdkAdvice.noBound;
import static io.fencedep.agent.instrument.JdkAdvice.waits;

import io.fencedep.agent.boot.How;
import org.objectweb.asm.Opcodes;

/** Locks of {@code java.util.concurrent.locks}, with their conditions, and semaphores. */
final class LockAdvice {
    private static final String LOCKS = JUC + "locks/";
    private static final String SYNCHRONIZER = LOCKS + "AbstractQueuedSynchronizer";
    private static final String LONG_SYNCHRONIZER = LOCKS + "AbstractQueuedLongSynchronizer";

    private final JdkAdvice table;

    private LockAdvice(JdkAdvice table) {
        this.table = table;
    }

    static void addTo(JdkAdvice table) {
        LockAdvice advice = new LockAdvice(table);
        advice.reentrantLock();
        advice.readWriteLock();
        advice.stampedLock();
        advice.conditions();
        advice.semaphores();
        advice.synchronizers();
        advice.maps();
        advice.collections();
        advice.documents();
        advice.classLoaders();
    }

    private static Snippet lock(Snippet key, int how) {
        return code().then(key).push(how).hook(Call.HOOKS, "lock", "(" + OBJECT + OBJECT + "I)V");
    }

    private static Snippet lockFor(Snippet key, int how, Snippet bound) {
        return code().then(key).push(how).then(bound).hook(Call.HOOKS, "lockFor", "(" + OBJECT + OBJECT + "IJ)V");
    }

    /** @param key pushes the object by which holds are known, and the one that conditions know */
    private void lockMethods(String owner, Snippet key, int how) {
        Snippet give = code().then(key).plain(Opcodes.POP).push(how).hook(Call.HOOKS, "unlock", "(" + OBJECT + "I)V");
        table.put(owner, "lock()V", lock(key, how), null, give);
        interruptible(owner, "lockInterruptibly()V", key, how);
        table.put(owner, "tryLock()Z", null, afterTry(key, how, "tried"), null);
        table.put(owner, "tryLock" + TIMED + "Z", lockFor(key, how, bound(1)), afterTry(key, how, "attempted"), give);
        table.put(owner, "unlock()V", give, null, null);
    }

    private void interruptible(String owner, String method, Snippet key, int how) {
        Snippet ask = code().then(key).plain(Opcodes.POP).push(how).hook(Call.HOOKS, "ask", "(" + OBJECT + "I)V");
        table.put(owner, method, ask, ended(key, how, "got"), ended(key, how, "interrupted"));
    }

    private static Snippet ended(Snippet key, int how, String hook) {
        return code().then(key).push(how).hook(Call.HOOKS, hook, "(" + OBJECT + OBJECT + "I)V");
    }

    private static Snippet afterTry(Snippet key, int how, String hook) {
        return code().plain(Opcodes.DUP).then(key).push(how).hook(Call.HOOKS, hook, "(Z" + OBJECT + OBJECT + "I)V");
    }

    private void reentrantLock() {
        String owner = LOCKS + "ReentrantLock";
        lockMethods(owner, code().receiver().field(owner, "sync", "L" + owner + "$Sync;"), How.LOCK);
    }

    private void readWriteLock() {
        String owner = LOCKS + "ReentrantReadWriteLock";
        String sync = "L" + owner + "$Sync;";
        for (String view : new String[] {"$ReadLock", "$WriteLock"}) {
            Snippet key = code().field(owner + view, "sync", sync).plain(Opcodes.DUP);
            lockMethods(owner + view, key, view.equals("$ReadLock") ? How.READ_WRITE | How.READ : How.READ_WRITE);
        }
        table.put(
                owner,
                "<init>(Z)V",
                null,
                code().receiver().field(owner, "sync", sync).hook(Call.HOOKS, "composed", "(" + OBJECT + OBJECT + ")V"),
                null);
    }

    private void stampedLock() {
        String owner = LOCKS + "StampedLock";
        Snippet key = code().receiver().receiver();
        for (boolean read : new boolean[] {false, true}) {
            int how = read ? How.STAMPED | How.READ : How.STAMPED;
            String name = read ? "readLock" : "writeLock";
            String tryName = read ? "tryReadLock" : "tryWriteLock";
            Snippet take = lock(key, how);
            Snippet give = code().receiver().push(how).hook(Call.HOOKS, "unlock", "(" + OBJECT + "I)V");
            table.put(owner, name + "()J", take, null, give);
            interruptible(owner, name + "Interruptibly()J", key, how);
            table.put(owner, tryName + "()J", null, afterStamp(how, "stamped"), null);
            table.put(owner, tryName + TIMED + "J", lockFor(key, how, bound(1)), afterStamp(how, "stampedAfter"), give);
            table.put(owner, (read ? "unlockRead" : "unlockWrite") + "(J)V", give, null, null);
            table.put(owner, (read ? "tryUnlockRead" : "tryUnlockWrite") + "()Z", give, null, null);
            table.put(owner, (read ? "unstampedUnlockRead" : "unstampedUnlockWrite") + "()V", give, null, null);
            Snippet changed = code().plain(Opcodes.DUP2)
                    .receiver()
                    .push(read ? 0 : 1)
                    .hook(Call.HOOKS, "restamped", "(J" + OBJECT + "Z)V");
            table.put(owner, (read ? "tryConvertToReadLock" : "tryConvertToWriteLock") + "(J)J", null, changed, null);
        }
        Snippet unstamp = code().receiver().load(Opcodes.LLOAD, 1).hook(Call.HOOKS, "unstamp", "(" + OBJECT + "J)V");
        table.put(owner, "unlock(J)V", unstamp, null, null);
        Snippet unstamped = code().plain(Opcodes.DUP2)
                .receiver()
                .load(Opcodes.LLOAD, 1)
                .hook(Call.HOOKS, "unstamped", "(J" + OBJECT + "J)V");
        table.put(owner, "tryConvertToOptimisticRead(J)J", null, unstamped, null);
    }

    private static Snippet afterStamp(int how, String hook) {
        return code().plain(Opcodes.DUP2).receiver().push(how).hook(Call.HOOKS, hook, "(J" + OBJECT + "I)V");
    }

    private void conditions() {
        conditions(SYNCHRONIZER);
        // That of a lock with readers, on newer JDKs.
        conditions(LONG_SYNCHRONIZER);
    }

    private void conditions(String synchronizer) {
        String owner = synchronizer + "$ConditionObject";
        Snippet made = code().receiver()
                .load(Opcodes.ALOAD, 1)
                .hook(Call.NOTIFICATIONS, "conditionMade", "(" + OBJECT + OBJECT + ")V");
        table.put(owner, "<init>(L" + synchronizer + ";)V", null, made, null);
        Snippet ends = call(Call.NOTIFICATIONS, "conditionWaitEnds", "(" + OBJECT + ")V");
        put(synchronizer, "await()V", noBound(), ends);
        put(synchronizer, "awaitUninterruptibly()V", noBound(), ends);
        put(synchronizer, "await" + TIMED + "Z", bound(1), ends);
        put(synchronizer, "awaitNanos(J)J", boundBy("ofNanos", Opcodes.LLOAD, 1, "(J)"), ends);
        put(
                synchronizer,
                "awaitUntil(Ljava/util/Date;)Z",
                boundBy("until", Opcodes.ALOAD, 1, "(Ljava/util/Date;)"),
                ends);
        Snippet signals = code().receiver()
                .field(owner, "this$0", "L" + synchronizer + ";")
                .hook(Call.NOTIFICATIONS, "signalled", "(" + OBJECT + OBJECT + ")V");
        table.put(owner, "signal()V", signals, null, null);
        table.put(owner, "signalAll()V", signals, null, null);
    }

    private void put(String synchronizer, String method, Snippet bound, Snippet ends) {
        String owner = synchronizer + "$ConditionObject";
        Snippet begins = code().receiver()
                .field(owner, "this$0", "L" + synchronizer + ";")
                .then(bound)
                .hook(Call.NOTIFICATIONS, "conditionWaitBegins", "(" + OBJECT + OBJECT + "J)V");
        table.put(owner, method, begins, ends, ends);
    }

    private void semaphores() {
        String owner = JUC + "Semaphore";
        String self = "L" + owner + ";";
        Snippet answer = code().plain(Opcodes.DUP).receiver();
        for (String parameter : new String[] {"", "I"}) {
            int time = parameter.isEmpty() ? 1 : 2;
            Snippet permits = parameter.isEmpty() ? code().push(1) : code().load(Opcodes.ILOAD, 1);
            Snippet those = code().receiver().then(permits);
            // Parameters are out of reach where a method throws.
            Snippet one = code().receiver().push(1);
            Snippet failed = code().push(0).then(one).hook(Call.SEMAPHORES, "acquired", "(Z" + self + "I)V");
            Snippet had = code().push(1).then(those).hook(Call.SEMAPHORES, "acquired", "(Z" + self + "I)V");
            Snippet begins = code().receiver().then(noBound()).then(permits);
            Snippet beginsFor = code().receiver().then(bound(time)).then(permits);
            String acquire = "(" + self + "JI)V";
            table.put(
                    owner,
                    "acquireUninterruptibly(" + parameter + ")V",
                    begins.hook(Call.SEMAPHORES, "acquire", acquire),
                    had,
                    failed);
            table.put(
                    owner,
                    "acquire(" + parameter + ")V",
                    those.hook(Call.SEMAPHORES, "ask", "(" + self + "I)V"),
                    those.hook(Call.SEMAPHORES, "got", "(" + self + "I)V"),
                    one.hook(Call.SEMAPHORES, "interrupted", "(" + self + "I)V"));
            table.put(
                    owner,
                    "tryAcquire(" + parameter + ")Z",
                    null,
                    answer.then(permits).hook(Call.SEMAPHORES, "triedToAcquire", "(Z" + self + "I)V"),
                    null);
            table.put(
                    owner,
                    "tryAcquire(" + parameter + FOR + "Z",
                    beginsFor.hook(Call.SEMAPHORES, "acquire", acquire),
                    answer.then(permits).hook(Call.SEMAPHORES, "acquired", "(Z" + self + "I)V"),
                    failed);
            Snippet gives = those.hook(Call.SEMAPHORES, "release", "(" + self + "I)V");
            table.put(owner, "release(" + parameter + ")V", gives, null, null);
        }
        table.put(owner, "drainPermits()I", null, answer.hook(Call.SEMAPHORES, "drained", "(I" + self + ")V"), null);
    }

    /** What programs build on the JDK's synchronizer. */
    private void synchronizers() {
        for (String base : new String[] {SYNCHRONIZER, LONG_SYNCHRONIZER}) {
            String number = base.equals(SYNCHRONIZER) ? "I" : "J";
            int nanos = number.equals("I") ? 2 : 3;
            Snippet bound = boundBy("ofNanos", Opcodes.LLOAD, nanos, "(J)");
            Snippet gave = call(Call.OWN, "released", "(" + OBJECT + ")V");
            Snippet failed = call(Call.OWN, "failed", "(" + OBJECT + ")V");
            Snippet answered = code().plain(Opcodes.DUP).receiver().hook(Call.OWN, "answered", "(Z" + OBJECT + ")V");
            Snippet take = waits(Call.OWN, "acquires", noBound());
            table.put(base, "acquire(" + number + ")V", take, null, failed);
            table.put(
                    base,
                    "acquireInterruptibly(" + number + ")V",
                    call(Call.OWN, "asks", "(" + OBJECT + ")V"),
                    call(Call.OWN, "got", "(" + OBJECT + ")V"),
                    call(Call.OWN, "interrupted", "(" + OBJECT + ")V"));
            table.put(base, "tryAcquireNanos(" + number + "J)Z", waits(Call.OWN, "acquires", bound), answered, failed);
            table.put(base, "release(" + number + ")Z", gave, null, null);
            Snippet waited = call(Call.OWN, "waited", "(" + OBJECT + ")V");
            Snippet wait = waits(Call.OWN, "waits", noBound());
            table.put(base, "acquireShared(" + number + ")V", wait, waited, waited);
            table.put(base, "acquireSharedInterruptibly(" + number + ")V", wait, waited, waited);
            table.put(base, "tryAcquireSharedNanos(" + number + "J)Z", waits(Call.OWN, "waits", bound), waited, waited);
            table.put(
                    base, "releaseShared(" + number + ")Z", call(Call.OWN, "signals", "(" + OBJECT + ")V"), null, null);
        }
    }

    /** Whoever changes a map has the lock of a part of it, also while a function computes the value. */
    private void maps() {
        String owner = JUC + "ConcurrentHashMap";
        String function = OBJECT + "Ljava/util/function/";
        Snippet key = code().receiver().load(Opcodes.ALOAD, 1);
        Snippet begins = key.hook(Call.MAPS, "computes", "(" + OBJECT + OBJECT + ")V");
        String ended = "(" + OBJECT + OBJECT + ")V";
        Snippet ends = code().plain(Opcodes.DUP).receiver().hook(Call.MAPS, "computed", ended);
        Snippet failed = code().plain(Opcodes.ACONST_NULL).receiver().hook(Call.MAPS, "computed", ended);
        String[] methods = {
            "computeIfAbsent(" + function + "Function;)" + OBJECT,
            "computeIfPresent(" + function + "BiFunction;)" + OBJECT,
            "compute(" + function + "BiFunction;)" + OBJECT,
            "merge(" + OBJECT + function + "BiFunction;)" + OBJECT
        };
        for (String method : methods) {
            table.put(owner, method, begins, ends, failed);
        }
        Snippet changes = key.load(Opcodes.ALOAD, 2).hook(Call.MAPS, "changes", "(" + OBJECT + OBJECT + OBJECT + ")V");
        table.put(owner, "putVal(" + OBJECT + OBJECT + "Z)" + OBJECT, changes, null, null);
        Snippet clears = code().receiver().plain(Opcodes.ACONST_NULL).plain(Opcodes.ACONST_NULL);
        table.put(
                owner,
                "clear()V",
                clears.hook(Call.MAPS, "changes", "(" + OBJECT + OBJECT + OBJECT + ")V"),
                null,
                null);
        table.put(owner, "replaceNode(" + OBJECT + OBJECT + OBJECT + ")" + OBJECT, changes, null, null);
    }

    /** The text of a user interface has a lock with readers, which it makes itself of its monitor. */
    private void documents() {
        String owner = "javax/swing/text/AbstractDocument";
        for (boolean read : new boolean[] {false, true}) {
            int how = read ? How.READERS_FIRST | How.READ : How.READERS_FIRST;
            String name = read ? "read" : "write";
            Snippet give = code().receiver().push(how).hook(Call.HOOKS, "unlock", "(" + OBJECT + "I)V");
            table.put(owner, name + "Lock()V", lock(code().receiver().receiver(), how), null, give);
            table.put(owner, name + "Unlock()V", give, null, null);
        }
    }

    /** What is in a concurrent collection can be found by others. */
    private void collections() {
        Snippet first = code().load(Opcodes.ALOAD, 1).hook(Call.HOOKS, "publishes", "(" + OBJECT + ")V");
        Snippet second = code().load(Opcodes.ALOAD, 2).hook(Call.HOOKS, "publishes", "(" + OBJECT + ")V");
        table.put(JUC + "ConcurrentLinkedQueue", "offer(" + OBJECT + ")Z", first, null, null);
        table.put(JUC + "ConcurrentLinkedDeque", "linkFirst(" + OBJECT + ")V", first, null, null);
        table.put(JUC + "ConcurrentLinkedDeque", "linkLast(" + OBJECT + ")V", first, null, null);
        table.put(JUC + "CopyOnWriteArrayList", "add(" + OBJECT + ")Z", first, null, null);
        table.put(JUC + "ConcurrentSkipListMap", "doPut(" + OBJECT + OBJECT + "Z)" + OBJECT, second, null, null);
    }

    /** A class loader that does not load in parallel takes its own monitor, here or in the JVM. */
    private void classLoaders() {
        String owner = "java/lang/ClassLoader";
        Snippet loader = code().receiver().field(owner, "parallelLockMap", "Ljava/util/concurrent/ConcurrentHashMap;");
        String hook = "(" + OBJECT + OBJECT + ")V";
        Snippet ends = loader.hook(Call.HOOKS, "loaded", hook);
        table.put(
                owner,
                "loadClass(Ljava/lang/String;Z)Ljava/lang/Class;",
                loader.hook(Call.HOOKS, "loads", hook),
                ends,
                ends);
    }
}
