package io.fencedep.programs;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** A parallel stream, a synchronized map and a logger: what every program does. */
public final class StreamsOk {
    private static final Map<Integer, Integer> seen = Collections.synchronizedMap(new HashMap<>());

    private StreamsOk() {}

    public static void main(String[] arguments) throws Exception {
        Logger logger = Logger.getLogger("streams");
        logger.setLevel(Level.WARNING);
        IntStream.range(0, 20_000).parallel().forEach(each -> {
            seen.merge(each % 7, 1, Integer::sum);
            logger.fine("seen");
        });
    }
}
