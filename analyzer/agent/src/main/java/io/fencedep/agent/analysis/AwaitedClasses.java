package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.ClassInits;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.Threads;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/**
 * Which threads wait for a class that another one initialises. Only the JVM's own dump of all threads tells, which stops the
 * program for a moment, so it is asked only where a thread looks as if it ran, computes nothing, and somebody initialises.
 */
final class AwaitedClasses {
    private static final Pattern THREAD = Pattern.compile("^\".*\" #(\\d+) ");
    private static final Pattern AWAITED =
            Pattern.compile("^\\s+- waiting on the Class initialization monitor for (\\S+)$");
    /** What is asked may wait for the very classes that nobody gets on with. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final Consumer<String> say;
    /** They stand for classes that no hook has seen, for as long as they are told of. */
    private final Map<String, Object> tokens = new HashMap<>();

    private boolean unknown;

    AwaitedClasses(Consumer<String> say) {
        this.say = say;
    }

    /** The initialisation of a class that nobody was seen to begin with. */
    Instance unseen(String type) {
        return ClassInits.unseen(tokens.computeIfAbsent(type, ignored -> new Object()), type);
    }

    /** How long a thread has run; what does not grow is a thread that waits. */
    long computed(Thread thread) {
        try {
            return unknown
                    ? System.nanoTime()
                    : ManagementFactory.getThreadMXBean().getThreadCpuTime(idOf(thread));
        } catch (NoClassDefFoundError | UnsupportedOperationException e) {
            doNotKnow();
            return System.nanoTime();
        }
    }

    private void doNotKnow() {
        unknown = true;
        say.accept("this Java does not tell which threads wait for a class that is being initialised;"
                + " what tells it is in the modules java.management and jdk.management");
    }

    @SuppressWarnings("deprecation")
    static long idOf(Thread thread) {
        return thread.getId();
    }

    /** The names of the classes, by the ids of those who wait for them. */
    Map<Long, String> byThread() {
        if (unknown) {
            return Map.of();
        }
        Map<Long, String> awaited = new HashMap<>();
        Thread asking = new Thread(() -> read(awaited), "fencedep classes");
        asking.setDaemon(true);
        Threads.ignore(asking);
        asking.start();
        try {
            asking.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (asking.isAlive()) {
            unknown = true;
            return Map.of();
        }
        return awaited;
    }

    private void read(Map<Long, String> awaited) {
        long thread = -1;
        for (String line : dump().split("\n")) {
            Matcher head = THREAD.matcher(line);
            Matcher wait = AWAITED.matcher(line);
            if (head.find()) {
                thread = Long.parseLong(head.group(1));
            } else if (wait.find() && thread >= 0) {
                awaited.putIfAbsent(thread, wait.group(1));
            }
        }
    }

    private String dump() {
        try {
            Object answer = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "threadPrint",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(answer);
        } catch (Exception | LinkageError e) {
            // Of no narrower type: a Java without java.management has none.
            doNotKnow();
            return "";
        }
    }
}
