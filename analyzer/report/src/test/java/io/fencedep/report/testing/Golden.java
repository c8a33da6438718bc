package io.fencedep.report.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Golden files: what a test prints is compared with a file below {@code src/test/resources/golden} of its module.
 *
 * <p>When a change of what is printed is wanted, {@code mvn verify -Dbless=true} writes all golden files anew; what
 * changed is then for {@code git diff} to show.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Holds this text against the golden file of this name. */
    public static void check(String name, String actual) throws IOException {
        check(FOLDER.resolve(name), actual);
    }

    /** Holds this text against a file. */
    public static void check(Path file, String actual) throws IOException {
        if (Boolean.getBoolean("bless")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
        }
        String expected = Files.exists(file) ? Files.readString(file) : "";
        assertThat(actual)
                .as("%s; if the change is wanted, run mvn verify -Dbless=true and look at the difference", file)
                .isEqualTo(expected);
    }
}
