package io.fencedep.benchmarks;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What taking and giving back uncontended locks costs, one inside the other, without and with the agent, in turn.
 *
 * <p>The JVMs are those in the system property {@code jdks}, separated by the path separator; else the running one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PairBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 4);
    private static final int ITERATIONS = Integer.getInteger("iterations", 5);
    private static final String WHICH = System.getProperty("which", ".*");

    private final Object monitorA = new Object();
    private final Object monitorB = new Object();
    private final Object monitorC = new Object();
    private final Object monitorD = new Object();
    private final ReentrantLock lockA = new ReentrantLock();
    private final ReentrantLock lockB = new ReentrantLock();
    private final ReentrantLock lockC = new ReentrantLock();
    private final ReentrantLock lockD = new ReentrantLock();
    private final ReentrantReadWriteLock.ReadLock readA = new ReentrantReadWriteLock().readLock();
    private final ReentrantReadWriteLock.ReadLock readB = new ReentrantReadWriteLock().readLock();
    private final ReentrantReadWriteLock.ReadLock readC = new ReentrantReadWriteLock().readLock();
    private final ReentrantReadWriteLock.ReadLock readD = new ReentrantReadWriteLock().readLock();
    private final Account account = new Account(new Account(new Account(new Account(null))));
    private int count;

    /** Calls the next one under its own monitor. */
    private static final class Account {
        private final Account next;
        private int count;

        Account(Account next) {
            this.next = next;
        }

        synchronized int one() {
            return ++count;
        }

        synchronized int two() {
            return ++count + next.one();
        }

        synchronized int three() {
            return ++count + next.two();
        }

        synchronized int four() {
            return ++count + next.three();
        }
    }

    @Benchmark
    public int monitors1() {
        synchronized (monitorA) {
            return ++count;
        }
    }

    @Benchmark
    public int monitors2() {
        synchronized (monitorA) {
            synchronized (monitorB) {
                return ++count;
            }
        }
    }

    @Benchmark
    public int monitors3() {
        synchronized (monitorA) {
            synchronized (monitorB) {
                synchronized (monitorC) {
                    return ++count;
                }
            }
        }
    }

    @Benchmark
    public int monitors4() {
        synchronized (monitorA) {
            synchronized (monitorB) {
                synchronized (monitorC) {
                    synchronized (monitorD) {
                        return ++count;
                    }
                }
            }
        }
    }

    @Benchmark
    public int methods1() {
        return account.one();
    }

    @Benchmark
    public int methods2() {
        return account.two();
    }

    @Benchmark
    public int methods3() {
        return account.three();
    }

    @Benchmark
    public int methods4() {
        return account.four();
    }

    @Benchmark
    public int locks1() {
        lockA.lock();
        try {
            return ++count;
        } finally {
            lockA.unlock();
        }
    }

    @Benchmark
    public int locks2() {
        lockA.lock();
        lockB.lock();
        try {
            return ++count;
        } finally {
            lockB.unlock();
            lockA.unlock();
        }
    }

    @Benchmark
    public int locks3() {
        lockA.lock();
        lockB.lock();
        lockC.lock();
        try {
            return ++count;
        } finally {
            lockC.unlock();
            lockB.unlock();
            lockA.unlock();
        }
    }

    @Benchmark
    public int locks4() {
        lockA.lock();
        lockB.lock();
        lockC.lock();
        lockD.lock();
        try {
            return ++count;
        } finally {
            lockD.unlock();
            lockC.unlock();
            lockB.unlock();
            lockA.unlock();
        }
    }

    @Benchmark
    public int reads1() {
        readA.lock();
        try {
            return ++count;
        } finally {
            readA.unlock();
        }
    }

    @Benchmark
    public int reads4() {
        readA.lock();
        readB.lock();
        readC.lock();
        readD.lock();
        try {
            return ++count;
        } finally {
            readD.unlock();
            readC.unlock();
            readB.unlock();
            readA.unlock();
        }
    }

    /** Two locks in turn under a third: no path is the one of last time. */
    @Benchmark
    public int turns2() {
        synchronized (monitorA) {
            synchronized (monitorB) {
                count++;
            }
            synchronized (monitorC) {
                return ++count;
            }
        }
    }

    /** A lock that its holder takes again. */
    @Benchmark
    public int again2() {
        synchronized (monitorA) {
            synchronized (monitorA) {
                return ++count;
            }
        }
    }

    /** A lock that is new each time, as a string buffer is. */
    @Benchmark
    public Object fresh1() {
        Object fresh = new Object[0];
        synchronized (fresh) {
            count++;
        }
        return fresh;
    }

    @Test
    void ratios() throws Exception {
        main(new String[0]);
    }

    /** Prints a line of ratios for each kind and depth: the smallest and the median of all iterations. */
    public static void main(String[] arguments) throws Exception {
        File agent = new File(System.getProperty("agent", "target/fencedep-agent.jar")).getAbsoluteFile();
        String jdks = System.getProperty("jdks", System.getProperty("java.home"));
        for (String jdk : jdks.split(File.pathSeparator)) {
            Map<String, List<Double>> times = new TreeMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                collect(times, "", jdk, "-Dplain=true");
                collect(times, "+agent", jdk, "-javaagent:" + agent);
            }
            for (String each : times.keySet()) {
                List<Double> watched = times.get(each + "+agent");
                if (watched != null) {
                    List<Double> plain = times.get(each);
                    System.out.printf(
                            Locale.ROOT,
                            "RATIO %s %s smallest %.1f ns %.1f ns %.2f median %.1f ns %.1f ns %.2f%n",
                            new File(jdk).getName(),
                            each,
                            at(plain, 0),
                            at(watched, 0),
                            at(watched, 0) / at(plain, 0),
                            at(plain, 0.5),
                            at(watched, 0.5),
                            at(watched, 0.5) / at(plain, 0.5));
                }
            }
        }
    }

    private static void collect(Map<String, List<Double>> times, String suffix, String jdk, String option)
            throws Exception {
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include("\\." + PairBenchmark.class.getSimpleName() + "\\." + WHICH + "$")
                        .jvm(new File(jdk, "bin/java").getPath())
                        .jvmArgsAppend(option, "-Xmx512m")
                        .forks(1)
                        .threads(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(400))
                        .measurementIterations(ITERATIONS)
                        .measurementTime(TimeValue.milliseconds(200))
                        .build())
                .run()) {
            String name = result.getParams().getBenchmark();
            String key = name.substring(name.lastIndexOf('.') + 1) + suffix;
            List<Double> all = times.computeIfAbsent(key, ignored -> new ArrayList<>());
            result.getBenchmarkResults()
                    .forEach(fork -> fork.getIterationResults().forEach(iteration -> {
                        Result<?> primary = iteration.getPrimaryResult();
                        all.add(primary.getScore());
                    }));
        }
    }

    private static double at(List<Double> values, double share) {
        return values.stream()
                .sorted()
                .skip((long) ((values.size() - 1) * share))
                .findFirst()
                .orElseThrow();
    }
}
