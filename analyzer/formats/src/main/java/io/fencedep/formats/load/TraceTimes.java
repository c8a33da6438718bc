package io.fencedep.formats.load;

import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Timing;
import io.fencedep.formats.InputException;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.registry.FormatRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Reads traces again to learn when something was, for reports that show it over time: the time of single lines, and where
 * the holds and waits that began there ended. Where an input does not give its events any more there is nothing.
 */
public final class TraceTimes {
    private TraceTimes() {}

    /**
     * What is told of lines, by recording and number. Each trace is read once, until all is known.
     *
     * @param inputs what was read
     * @param wanted numbers of lines, counted from 1, for each recording by id
     */
    public static Map<String, SortedMap<Long, Timing>> read(
            Iterable<LoadedInput> inputs, Map<String, SortedSet<Long>> wanted) {
        Map<String, SortedMap<Long, Timing>> found = new HashMap<>();
        for (LoadedInput input : inputs) {
            if (TraceLines.canBeReadAgain(input)) {
                String recording = input.recordings().get(0).recording().id();
                SortedSet<Long> lines = wanted.get(recording);
                Optional<InputFormat> format = FormatRegistry.standard().named(input.format());
                if (lines != null
                        && !found.containsKey(recording)
                        && format.orElse(null) instanceof TraceFormat traces) {
                    found.put(recording, read(input.name(), traces, lines));
                }
            }
        }
        return found;
    }

    private static SortedMap<Long, Timing> read(String name, TraceFormat format, SortedSet<Long> wanted) {
        Names names = new Names();
        Instances instances = new Instances();
        Intervals intervals = new Intervals(wanted);
        instances.setKeeper(id -> !intervals.concerns(id), id -> {});
        try (TraceSource source = TraceSource.open(name)) {
            format.read(source, new TraceContext(names, instances, recording -> {}, intervals, ReadOptions.LENIENT));
        } catch (InputException e) {
            // What cannot be read again is not shown: the verdict does not hang on it.
        } catch (Intervals.AllKnown e) {
            // The rest of the trace would tell nothing more.
        }
        return intervals.timings();
    }
}
