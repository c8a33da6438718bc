package io.fencedep.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The agent's jar, which lies inside this program's own, as a file for as long as it is open. */
final class AgentJar implements AutoCloseable {
    private static final String RESOURCE = "fencedep-agent.jar";

    private final Path folder;

    /** @throws IOException when this program carries no agent, or has no place to put it */
    AgentJar() throws IOException {
        try (InputStream in = AgentJar.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new FileNotFoundException("this fencedep carries no agent: use cli/target/fencedep.jar");
            }
            folder = Files.createTempDirectory("fencedep");
            Files.copy(in, path(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    Path path() {
        return folder.resolve(RESOURCE);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path());
        Files.deleteIfExists(folder);
    }
}
