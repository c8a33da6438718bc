package io.fencedep.formats.registry;

import io.fencedep.formats.InputException;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.binary.BinaryFormat;
import io.fencedep.formats.ftrace.FtraceFormat;
import io.fencedep.formats.graphfile.GraphFile;
import io.fencedep.formats.jsonl.JsonlFormat;
import io.fencedep.formats.kernellog.KernelLogFormat;
import io.fencedep.formats.lockdep.LockdepFormat;
import io.fencedep.formats.perfscript.PerfScriptFormat;
import io.fencedep.formats.std.StdFormat;
import io.fencedep.formats.tracedat.TraceDatFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All formats, in the order in which they are tried. */
public final class FormatRegistry {
    /** The native trace takes whatever begins with a brace, so what else does comes before it. */
    private static final FormatRegistry STANDARD = new FormatRegistry(List.of(
            new BinaryFormat(),
            new TraceDatFormat(),
            new GraphFile(),
            new JsonlFormat(),
            new StdFormat(),
            new LockdepFormat(),
            new PerfScriptFormat(),
            new FtraceFormat(),
            new KernelLogFormat()));

    private final List<InputFormat> formats;

    FormatRegistry(List<InputFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /** Every format that fencedep reads. */
    public static FormatRegistry standard() {
        return STANDARD;
    }

    public List<InputFormat> formats() {
        return formats;
    }

    /** The format with this name. */
    public Optional<InputFormat> named(String name) {
        return formats.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /**
     * The first format that knows the beginning of this input. Waits for no more of a live input than the formats need.
     *
     * @throws InputException when the input is empty, cannot be read, or no format knows it
     */
    public InputFormat detect(TraceSource source) throws InputException {
        Optional<InputFormat> found = find(source);
        if (found.isPresent()) {
            return found.get();
        }
        if (source.head().length == 0) {
            throw source.error("is empty");
        }
        String known = formats.stream().map(InputFormat::name).collect(Collectors.joining(", "));
        throw source.error(Mistaken.find(source.head()).orElse("is in no format that fencedep knows (" + known + ")"));
    }

    /**
     * As {@link #detect}, but empty when the input is, or when no format knows it.
     *
     * @throws InputException when the input cannot be read
     */
    public Optional<InputFormat> find(TraceSource source) throws InputException {
        do {
            byte[] head = source.head();
            for (InputFormat format : formats) {
                if (head.length > 0 && format.matches(head)) {
                    return Optional.of(format);
                }
            }
        } while (source.extendHead());
        return Optional.empty();
    }
}
