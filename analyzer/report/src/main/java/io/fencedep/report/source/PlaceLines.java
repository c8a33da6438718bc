package io.fencedep.report.source;

import io.fencedep.core.graph.Place;
import java.util.Optional;

/** Where in the source files something happened. */
public final class PlaceLines {
    private PlaceLines() {}

    /** What is known of a place in one text: its location, else its innermost frame; empty when nothing is. */
    public static String text(Place place) {
        return place.at().isEmpty() && !place.stack().isEmpty() ? place.stack().get(0) : place.at();
    }

    /**
     * The line of a source file in the tree: that of the location, else of the innermost frame that names one which is in
     * the tree. Empty when none is.
     */
    public static Optional<SourceLine> source(Place place, SourceRoot sources) {
        Optional<SourceLine> own = inTree(place.at(), sources);
        if (own.isPresent()) {
            return own;
        }
        for (String frame : place.stack()) {
            Optional<SourceLine> line = inTree(frame, sources);
            if (line.isPresent()) {
                return line;
            }
        }
        return Optional.empty();
    }

    private static Optional<SourceLine> inTree(String text, SourceRoot sources) {
        return SourceLine.of(text)
                .flatMap(line -> sources.find(line.file()).map(file -> new SourceLine(file, line.line())));
    }
}
