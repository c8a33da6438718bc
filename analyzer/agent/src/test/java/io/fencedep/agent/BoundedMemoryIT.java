package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.programs.ComeAndGo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
