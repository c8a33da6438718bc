package io.fencedep.samples.gpu;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All programs, by row. */
final class Catalogue {
    static final List<Program> PROGRAMS = Stream.of(
                    MemoryPrograms.ALL,
                    NotifierPrograms.ALL,
                    ContextPrograms.ALL,
                    LockPrograms.ALL,
                    CompletionPrograms.ALL,
                    ReservationPrograms.ALL,
                    ResetPrograms.ALL,
                    FaultPrograms.ALL,
                    UserFencePrograms.ALL,
                    WorkPrograms.ALL,
                    PagePrograms.ALL)
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Program::row))
            .toList();

    private Catalogue() {}
}
