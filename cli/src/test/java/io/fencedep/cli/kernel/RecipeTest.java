package io.fencedep.cli.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The commands for kernels of different abilities. */
class RecipeTest {
    private static String recipe(String kernel, String architecture) throws IOException {
        Path tracefs = Path.of("src/test/resources/tracefs", kernel);
        return String.join("\n", new Recipe(new Tracefs(tracefs), architecture).lines()) + "\n";
    }

    @Test
    void aKernelWithLockdepAndProbesIsRecordedWithArguments() throws IOException {
        Golden.check("record-kernel/lockdep.txt", recipe("lockdep", "amd64"));
    }

    @Test
    void whatAKernelCannotTellIsSaidWithItsPrice() throws IOException {
        Golden.check("record-kernel/plain.txt", recipe("plain", "amd64"));
    }

    @Test
    void theFirstArgumentIsWhereTheArchitectureHasIt() throws IOException {
        assertThat(recipe("lockdep", "aarch64")).contains("complete x=%x0:x64").doesNotContain("%di");
        assertThat(recipe("lockdep", "riscv64"))
                .doesNotContain("p:lk/")
                .contains("a recipe for this architecture")
                .contains("t:lk/acq ");
    }
}
