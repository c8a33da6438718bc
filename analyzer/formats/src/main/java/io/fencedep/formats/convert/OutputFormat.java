package io.fencedep.formats.convert;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.TraceWriter;
import io.fencedep.formats.binary.BinaryWriter;
import io.fencedep.formats.jsonl.JsonlWriter;
import io.fencedep.formats.perfetto.Mark;
import io.fencedep.formats.perfetto.PerfettoWriter;
import io.fencedep.formats.stdwriter.StdWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The formats that traces can be written in. */
public enum OutputFormat {
    /** The native format, as text. */
    JSONL(".jsonl"),
    /** The native format, compact. */
    BINARY(".fdt"),
    /** RAPID's. */
    STD(".std"),
    /** Chrome's, for timelines. */
    PERFETTO(".json");

    private static final int BUFFER = 1 << 16;
    private static final int LEVEL = 3;

    private final String suffix;

    OutputFormat(String suffix) {
        this.suffix = suffix;
    }

    /** How names of files in this format end, compression aside. */
    public String suffix() {
        return suffix;
    }

    /** The name for {@code --output-format}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a file with this name, which may end in {@code .gz} or {@code .zst}. */
    public static Optional<OutputFormat> of(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        for (String compressed : List.of(".gz", ".zst")) {
            if (name.endsWith(compressed)) {
                name = name.substring(0, name.length() - compressed.length());
            }
        }
        for (OutputFormat format : values()) {
            if (name.endsWith(format.suffix)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Compresses what is written to a file with this name: gzip and zstd by its end, the compact form always. */
    OutputStream compressed(String file, OutputStream out) throws IOException {
        if (file.toLowerCase(Locale.ROOT).endsWith(".gz")) {
            return new GZIPOutputStream(out, BUFFER);
        }
        if (this == BINARY || file.toLowerCase(Locale.ROOT).endsWith(".zst")) {
            return new ZstdOutputStreamNoFinalizer(out, LEVEL).setChecksum(true);
        }
        return out;
    }

    /** Whether its writer remembers every task, so that none may be forgotten before the end. */
    boolean keepsTasks() {
        return this == STD || this == PERFETTO;
    }

    /** Begins to write. */
    TraceWriter writer(OutputStream out, Names names, Instances instances, Recording recording, List<Mark> marks)
            throws IOException {
        return switch (this) {
            case JSONL -> new JsonlWriter(out, names, instances, recording);
            case BINARY -> new BinaryWriter(out, names, instances, recording);
            case STD -> new StdWriter(out, names, instances);
            case PERFETTO -> new PerfettoWriter(out, names, instances, recording, marks);
        };
    }
}
