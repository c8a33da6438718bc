package io.fencedep.formats.contractfile;

import io.fencedep.core.contract.Contract;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Contracts by name or by file. */
public final class ContractFiles {
    private static final List<String> BUILT_IN =
            List.of("linux-gpu", "amdgpu-reset", "i915-reset", "registration-cache", "shadow-page-table", "hmm", "jvm");

    private ContractFiles() {}

    /** The names of the built-in contracts. */
    public static List<String> builtIn() {
        return BUILT_IN;
    }

    /** The file of a built-in contract, for people to read and copy. */
    public static String textOf(String builtIn) {
        if (!BUILT_IN.contains(builtIn)) {
            throw new IllegalArgumentException("no built-in contract: " + builtIn);
        }
        try (InputStream in = ContractFiles.class.getResourceAsStream(builtIn + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + builtIn + ".yaml");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A built-in contract by its name, or the one in a file. A name wins over a file of that name: write {@code ./name}
     * to mean the file.
     *
     * @throws InputException when there is neither, or the file cannot be read
     */
    public static Contract load(String nameOrFile) throws InputException {
        if (BUILT_IN.contains(nameOrFile)) {
            byte[] text = textOf(nameOrFile).getBytes(StandardCharsets.UTF_8);
            return read(TraceSource.of(nameOrFile, new ByteArrayInputStream(text)));
        }
        if (!nameOrFile.equals(TraceSource.STDIN) && !exists(nameOrFile)) {
            throw new InputException(
                    nameOrFile,
                    0,
                    null,
                    "no such file, and no built-in contract of that name (" + String.join(", ", BUILT_IN) + ")");
        }
        try (TraceSource source = TraceSource.open(nameOrFile)) {
            return read(source);
        }
    }

    /** The contract in this source. The caller closes it. */
    public static Contract read(TraceSource source) throws InputException {
        return ContractReader.read(source);
    }

    private static boolean exists(String file) {
        try {
            return Files.exists(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
