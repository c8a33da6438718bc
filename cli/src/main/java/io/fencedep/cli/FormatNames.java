package io.fencedep.cli;

import io.fencedep.formats.InputFormat;
import io.fencedep.formats.registry.FormatRegistry;
import java.util.Iterator;

/** The names of all formats that are read, for help texts. */
final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return FormatRegistry.standard().formats().stream()
                .map(InputFormat::name)
                .iterator();
    }
}
