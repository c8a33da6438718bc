package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.programs.ComeAndGo;
import io.fencedep.programs.ComeInMasses;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many locks, threads, pools and futures come and go, the agent needs no more memory. */
@Tag("bounds")
class BoundedMemoryIT {
    private static final int PHASES = 36;
    private static final int SECONDS = 900;
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void whatComesAndGoesLeavesNothing() throws Exception {
        Host.Run run = Host.run(
                SECONDS,
                Path.of(System.getProperty("java.home")),
                folder,
                "report=report.json",
                ComeAndGo.class,
                Integer.toString(PHASES),
                "300");

        assertThat(run.status()).as(run.err()).isZero();
        List<Long> used = run.out().lines().map(Long::parseLong).toList();
        assertThat(used).hasSize(PHASES);
        // Tables fill up first; the million objects themselves would need many times as much.
        assertThat(used.get(PHASES - 1)).as(used.toString()).isLessThan(48L * MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nests", "threads", "loaders"})
    void whatComesInMassesNeedsNoMoreThanItsTables(String what) throws Exception {
        Host.Run run = Host.run(
                SECONDS,
                Path.of(System.getProperty("java.home")),
                folder,
                "report=report.json",
                ComeInMasses.class,
                what,
                "8");

        assertThat(run.status()).as(run.err()).isZero();
        List<Long> used = run.out().lines().map(Long::parseLong).toList();
        assertThat(used).hasSize(8);
        assertThat(used.get(7)).as(used.toString()).isLessThan(112L * MEGABYTE);
        assertThat(used.get(7)).as(used.toString()).isLessThan(used.get(5) * 5 / 4);
    }
}
