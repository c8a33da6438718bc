package io.fencedep.formats.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.Timing;
import io.fencedep.core.model.Timing.Moment;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTimesTest {
    private static final String HEADER =
            "{\"format\":\"fencedep-trace\",\"version\":1,\"source\":\"linux\",\"recording\":\"r\"}\n";

    @TempDir
    private Path folder;

    @Test
    void a_hold_lasts_until_its_own_release_and_a_wait_until_its_end() throws IOException {
        SortedMap<Long, Timing> timings = timings(
                "acquire,t,10,lock:a",
                "acquire,t,20,lock:a",
                "fence-wait,t,30,fence:f",
                "acquire,t,31,lock:inner",
                "release,t,32,lock:inner",
                "acquire,u,35,lock:b",
                "fence-waited,t,40,fence:f",
                "release,t,50,lock:a",
                "release,t,60,lock:a");
        assertThat(timings.get(2L)).isEqualTo(new Timing(10, true, new Moment(10, 60), new Moment(3, 20)));
        assertThat(timings.get(4L)).isEqualTo(new Timing(30, false, null, new Moment(8, 40)));
        assertThat(timings.get(7L)).isEqualTo(new Timing(35, true, null, null));
    }

    @Test
    void another_readers_release_ends_nothing_that_its_own_task_releases_later() throws IOException {
        SortedMap<Long, Timing> timings =
                timings("acquire,t,10,lock:a", "acquire,u,11,lock:a", "release,u,12,lock:a", "release,t,13,lock:a");
        assertThat(timings.get(2L).released()).isEqualTo(new Moment(5, 13));
        SortedMap<Long, Timing> given = timings("acquire,t,10,lock:sem", "release,u,12,lock:sem");
        assertThat(given.get(2L).released()).isEqualTo(new Moment(3, 12));
    }

    @Test
    void sections_duties_and_work_end_with_their_own_ends() throws IOException {
        SortedMap<Long, Timing> timings = timings(
                "work-begin,k,1,work:w",
                "fence-publish,k,2,fence:f",
                "signalling-begin,k,3,fence:f",
                "fence-submit,k,4,fence:f",
                "fence-signal,k,5,fence:f",
                "work-end,k,6,work:w");
        assertThat(timings.get(2L).released()).isEqualTo(new Moment(7, 6));
        assertThat(timings.get(3L).released()).isEqualTo(new Moment(5, 4));
        assertThat(timings.get(4L).released()).isEqualTo(new Moment(6, 5));
    }

    @Test
    void lost_events_end_what_was_held() throws IOException {
        SortedMap<Long, Timing> timings = timings("acquire,t,10,lock:a", "lost,t,20,count:5", "release,t,30,lock:a");
        assertThat(timings.get(2L).released()).isEqualTo(new Moment(3, 20));
    }

    /** What is told of all lines of such a trace: event, task, time, and one field. */
    private SortedMap<Long, Timing> timings(String... events) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (String event : events) {
            String[] parts = event.split(",");
            String[] field = parts[3].split(":");
            String value = field[0].equals("count") ? field[1] : "\"" + field[1] + "\"";
            text.append("{\"event\":\"" + parts[0] + "\",\"task\":\"" + parts[1] + "\",\"time\":" + parts[2] + ",\""
                    + field[0] + "\":" + value + "}\n");
        }
        Path trace = Files.writeString(folder.resolve("t.jsonl"), text);
        LoadResult loaded =
                new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1).load(List.of(trace.toString()));
        TreeSet<Long> lines = new TreeSet<>();
        for (long line = 2; line < events.length + 2; line++) {
            lines.add(line);
        }
        return TraceTimes.read(loaded.inputs(), Map.of("r", lines)).get("r");
    }
}
