package io.fencedep.formats.lockdep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.Told;
import org.junit.jupiter.api.Test;

/** Lines of a real {@code /proc/lockdep} and {@code /proc/lockdep_chains}, Linux 6.12. */
class LockdepReaderTest {
    @Test
    void aDependencyIsOneLockInsideOfAnother() throws InputException {
        Told told = read("""
            all lock classes:
            00000000d35ca815 FD:   15 BD:   16 ....: static_call_mutex
             -> [00000000f60d712b] text_mutex
             -> [000000009acbc743] &rq->__lock/1

            """);

        assertThat(told.events.subList(2, 10))
                .containsExactly(
                        "acquire lockdep irqs-off softirqs-off static_call_mutex @00000000d35ca815 static_call_mutex",
                        "acquire lockdep irqs-off softirqs-off text_mutex @00000000f60d712b text_mutex",
                        "release lockdep irqs-off softirqs-off @00000000f60d712b text_mutex",
                        "release lockdep irqs-off softirqs-off @00000000d35ca815 static_call_mutex",
                        "acquire lockdep irqs-off softirqs-off static_call_mutex @00000000d35ca815 static_call_mutex",
                        "acquire lockdep irqs-off softirqs-off &rq->__lock @000000009acbc743 &rq->__lock/1 /1",
                        "release lockdep irqs-off softirqs-off @000000009acbc743 &rq->__lock/1",
                        "release lockdep irqs-off softirqs-off @00000000d35ca815 static_call_mutex");
        assertThat(told.recording().lacks()).containsExactly(Lack.READER);
    }

    @Test
    void theSignsAreUsagesInInterrupts() throws InputException {
        Told told = read("00000000087d13c7 FD:    1 BD:    1 ?.+-: name#2\n");

        assertThat(told.events)
                .filteredOn(words -> words.startsWith("acquire"))
                .containsExactly(
                        "acquire lockdep irqs-off softirqs-off name#2 @00000000087d13c7 name#2",
                        "acquire lockdep name#2 @00000000087d13c7 name#2",
                        "acquire lockdep HARDIRQ irqs-off softirqs-off name#2 @00000000087d13c7 name#2",
                        "acquire lockdep SOFTIRQ irqs-off softirqs-off name#2 @00000000087d13c7 name#2 RECURSIVE_READ");
    }

    @Test
    void aChainIsHeldFromItsFirstLockToItsLast() throws InputException {
        Told told = read("""
            all lock chains:
            irq_context: 0
            [0000000046354afe] cpu_hotplug_lock
            [00000000d35ca815] static_call_mutex

            irq_context: softirq
            [0000000023a8deca] &pool->lock
            """);

        assertThat(told.events)
                .containsExactly(
                        "acquire lockdep irqs-off softirqs-off cpu_hotplug_lock @0000000046354afe cpu_hotplug_lock 0",
                        "acquire lockdep irqs-off softirqs-off static_call_mutex @00000000d35ca815 static_call_mutex 0",
                        "release lockdep irqs-off softirqs-off @00000000d35ca815 static_call_mutex 0",
                        "release lockdep irqs-off softirqs-off @0000000046354afe cpu_hotplug_lock 0",
                        "acquire lockdep SOFTIRQ irqs-off softirqs-off &pool->lock @0000000023a8deca &pool->lock 1",
                        "release lockdep SOFTIRQ irqs-off softirqs-off @0000000023a8deca &pool->lock 1");
    }

    /** Made after lockdep_proc.c of Linux 5.4 and 5.10. */
    @Test
    void pagesOfOtherKernels() throws InputException {
        Told old = read("""
            (buggered) all lock chains:
            irq_context: 2
            [0000000046354afe] a

            irq_context: hardirq|softirq
            [0000000046354afe] a

            irq_context: 1
            [0000000046354afe] a
            """);
        assertThat(old.events)
                .filteredOn(words -> words.startsWith("acquire"))
                .extracting(words -> words.split(" ")[2])
                .containsExactly("HARDIRQ", "HARDIRQ", "SOFTIRQ");
        assertThat(old.recording().lacks()).hasSize(5);
        assertThat(read("all lock classes:\n00000000d35ca815 OPS:      12 FD:   15 BD:   16 ....: m\n\n").events)
                .hasSize(2);
    }

    @Test
    void aKernelThatProvesNothingIsToldOf() throws InputException {
        Told told = read("all lock classes:\n00000000d35ca815: m\n00000000f60d712b OPS:  12: text_mutex\n");
        assertThat(told.events).isEmpty();
        assertThat(told.report().warnings()).singleElement().asString().contains("CONFIG_PROVE_LOCKING");
    }

    @Test
    void otherLinesAreErrors() {
        assertThatThrownBy(() -> read("all lock classes:\nwhat is this\n"))
                .hasMessage("text:2: not a line of /proc/lockdep: what is this");
        assertThatThrownBy(() -> read("all lock classes:\n -> [00000000f60d712b] text_mutex\n"))
                .hasMessageStartingWith("text:2: not a line of /proc/lockdep");
    }

    private static Told read(String text) throws InputException {
        assertThat(new LockdepFormat().matches(text.getBytes(UTF_8))).isTrue();
        return Told.read(new LockdepFormat(), text.getBytes(UTF_8), ReadOptions.STRICT);
    }
}
