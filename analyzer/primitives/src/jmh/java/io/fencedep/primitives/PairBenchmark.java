package io.fencedep.primitives;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What taking and giving back uncontended locks costs, plain and tracked, one under the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@Threads(1)
public class PairBenchmark {
    private static final Recorder RECORDER = Recorder.create();

    @Param({"1", "2", "3", "4"})
    public int depth;

    @Param({"plain", "tracked"})
    public String kind;

    private Lock[] locks;

    /** Locks of this thread alone; two threads share the recorder, and nothing else. */
    @Setup
    public void makeLocks() {
        locks = new Lock[depth];
        for (int i = 0; i < depth; i++) {
            locks[i] = kind.equals("plain") ? new ReentrantLock() : RECORDER.lock("level " + i);
        }
    }

    @Benchmark
    public void takeAndGiveBack() {
        for (Lock lock : locks) {
            lock.lock();
        }
        for (int i = depth - 1; i >= 0; i--) {
            locks[i].unlock();
        }
    }

    @Test
    void ratios() throws Exception {
        for (int threads = 1; threads <= 2; threads++) {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include(PairBenchmark.class.getName())
                            .threads(threads)
                            .build())
                    .run();
            Map<String, Double> times = new TreeMap<>();
            for (RunResult result : results) {
                String key = result.getParams().getParam("depth")
                        + result.getParams().getParam("kind");
                times.put(key, result.getPrimaryResult().getScore());
            }
            for (int i = 1; i <= 4; i++) {
                double plain = times.get(i + "plain") / i;
                double tracked = times.get(i + "tracked") / i;
                System.out.printf(
                        Locale.ROOT,
                        "RATIO threads %d depth %d plain %.1f ns tracked %.1f ns ratio %.2f%n",
                        threads,
                        i,
                        plain,
                        tracked,
                        tracked / plain);
            }
        }
    }
}
