package io.fencedep.agent.analysis;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Methods of the JDK that signal nothing that another thread could wait for, and start nothing. What is not named here may do
 * anything. Who interrupts, or ends the program, signals nothing: that is giving up.
 */
final class HarmlessCalls {
    /** Of these classes and packages all methods. */
    private static final List<String> ALL = List.of(
            "java/io/File",
            "java/io/PrintStream",
            "java/io/PrintWriter",
            "java/io/StringWriter",
            "java/lang/Boolean",
            "java/lang/Byte",
            "java/lang/CharSequence",
            "java/lang/Character",
            "java/lang/Comparable",
            "java/lang/Double",
            "java/lang/Enum",
            "java/lang/Exception",
            "java/lang/Float",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Math",
            "java/lang/Number",
            "java/lang/Record",
            "java/lang/Short",
            "java/lang/StackTraceElement",
            "java/lang/StrictMath",
            "java/lang/String",
            "java/lang/Throwable",
            "java/lang/management/",
            "java/nio/file/",
            "java/time/",
            "java/util/ArrayDeque",
            "java/util/ArrayList",
            "java/util/Arrays",
            "java/util/Collection",
            "java/util/Date",
            "java/util/Deque.",
            "java/util/HashMap",
            "java/util/HashSet",
            "java/util/Iterator",
            "java/util/LinkedHash",
            "java/util/LinkedList",
            "java/util/List",
            "java/util/Locale",
            "java/util/Map",
            "java/util/Objects",
            "java/util/Optional",
            "java/util/Random",
            "java/util/Set",
            "java/util/Stack",
            "java/util/StringJoiner",
            "java/util/TreeMap",
            "java/util/TreeSet",
            "java/util/concurrent/TimeUnit",
            "java/util/concurrent/atomic/",
            "java/util/concurrent/locks/Lock.",
            "java/util/concurrent/locks/ReadWriteLock.",
            "java/util/concurrent/locks/Reentrant",
            "java/util/concurrent/locks/StampedLock",
            "java/util/stream/");

    /** Of these classes only these methods. */
    private static final Map<String, Set<String>> SOME = Map.ofEntries(
            Map.entry("java/lang/Object", Set.of("<init>", "equals", "getClass", "hashCode", "toString", "wait")),
            Map.entry("java/lang/Class", Set.of("desiredAssertionStatus", "getName", "getSimpleName")),
            Map.entry(
                    "java/lang/Runtime",
                    Set.of(
                            "availableProcessors",
                            "exit",
                            "freeMemory",
                            "getRuntime",
                            "halt",
                            "maxMemory",
                            "totalMemory")),
            Map.entry(
                    "java/lang/System",
                    Set.of(
                            "arraycopy",
                            "currentTimeMillis",
                            "exit",
                            "getProperty",
                            "getenv",
                            "identityHashCode",
                            "lineSeparator",
                            "nanoTime")),
            Map.entry(
                    "java/lang/Thread",
                    Set.of(
                            "<init>",
                            "currentThread",
                            "getAllStackTraces",
                            "getId",
                            "getName",
                            "getStackTrace",
                            "getState",
                            "interrupt",
                            "interrupted",
                            "isAlive",
                            "isDaemon",
                            "isInterrupted",
                            "join",
                            "onSpinWait",
                            "setDaemon",
                            "setName",
                            "setPriority",
                            "sleep",
                            "threadId",
                            "toString",
                            "yield")),
            Map.entry("java/util/concurrent/CountDownLatch", Set.of("<init>", "await", "getCount", "toString")),
            Map.entry("java/util/concurrent/Semaphore", Set.of("<init>", "acquire", "availablePermits", "tryAcquire")),
            Map.entry("java/util/concurrent/CyclicBarrier", Set.of("<init>", "getNumberWaiting", "isBroken")),
            Map.entry(
                    "java/util/concurrent/CompletableFuture",
                    Set.of("<init>", "get", "getNow", "isCancelled", "isCompletedExceptionally", "isDone", "join")),
            Map.entry("java/util/concurrent/Future", Set.of("get", "isCancelled", "isDone")),
            Map.entry(
                    "java/util/concurrent/ExecutorService",
                    Set.of("awaitTermination", "close", "isShutdown", "isTerminated", "shutdown", "shutdownNow")));

    private HarmlessCalls() {}

    /** Whether this is such a method. Code that it is given is looked at where that is made. */
    static boolean include(String owner, String method) {
        Set<String> some = SOME.get(owner);
        if (some != null) {
            return some.contains(method);
        }
        boolean thrown = owner.startsWith("java/") && (owner.endsWith("Exception") || owner.endsWith("Error"));
        String name = owner + "." + method;
        return thrown || ALL.stream().anyMatch(name::startsWith);
    }
}
