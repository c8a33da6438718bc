package io.fencedep.agent.instrument;

import java.util.Locale;
import java.util.Set;

/** Which objects of the JDK's types are worth a name when they are made. */
final class Kinds {
    private static final String J_U_C = "java/util/concurrent/";
    private static final Set<String> MADE = Set.of(
            "java/io/PipedInputStream",
            "java/io/PipedReader",
            "java/lang/Object",
            J_U_C + "locks/ReentrantLock",
            J_U_C + "locks/ReentrantReadWriteLock",
            J_U_C + "locks/StampedLock",
            J_U_C + "Semaphore",
            J_U_C + "CountDownLatch",
            J_U_C + "CyclicBarrier",
            J_U_C + "Phaser",
            J_U_C + "Exchanger",
            J_U_C + "CompletableFuture",
            J_U_C + "LinkedBlockingQueue",
            J_U_C + "ArrayBlockingQueue",
            J_U_C + "LinkedBlockingDeque",
            J_U_C + "PriorityBlockingQueue",
            J_U_C + "SynchronousQueue",
            J_U_C + "LinkedTransferQueue",
            J_U_C + "DelayQueue",
            J_U_C + "SubmissionPublisher",
            J_U_C + "ConcurrentHashMap");

    /** What is only worth a name when it is the value of a field. */
    private static final String MAP = J_U_C + "ConcurrentHashMap";

    /** What stands for all collections that are synchronized by another one: it is only worth a name in a field, too. */
    static final String WRAPPER = "java/util/Collections$Synchronized";

    /** Types of fields that pools are kept in. */
    private static final Set<String> POOLS = Set.of(
            "L" + J_U_C + "Executor;",
            "L" + J_U_C + "ExecutorService;",
            "L" + J_U_C + "ScheduledExecutorService;",
            "L" + J_U_C + "ThreadPoolExecutor;",
            "L" + J_U_C + "ScheduledThreadPoolExecutor;",
            "L" + J_U_C + "ForkJoinPool;");

    /** In the JDK itself only locks are named: its fences are known by the programs that make them. */
    private static final Set<String> LOCKS = Set.of(
            "java/lang/Object",
            J_U_C + "locks/ReentrantLock",
            J_U_C + "locks/ReentrantReadWriteLock",
            J_U_C + "locks/StampedLock");

    /** What has no class of its own unless it is given one: its type would be that of all its kind. */
    static boolean isFenceOfJdk(String type) {
        return MADE.contains(type) && !LOCKS.contains(type) && !type.equals(MAP);
    }

    /** What a program's own kind of concurrent map extends. */
    static boolean isMap(String type) {
        return type.equals(MAP);
    }

    /** In the JDK most plain objects are marks, not locks. */
    static boolean isSentinel(String owner, String type, String field) {
        String name = field.toLowerCase(Locale.ROOT);
        return owner.startsWith("java/")
                && type.equals("java/lang/Object")
                && !name.contains("lock")
                && !name.contains("mutex")
                && !name.contains("sync");
    }

    /** Whether what this code makes of a type of the JDK gets a name. */
    static boolean isNamed(String owner, String type) {
        return (owner.startsWith("java/") ? LOCKS : MADE).contains(type);
    }

    /** Whether pools are kept in fields of this type. */
    static boolean isPool(String descriptor) {
        return POOLS.contains(descriptor);
    }

    private Kinds() {}
}
