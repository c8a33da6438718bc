package io.fencedep.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids of what the sample traces show, when the code around it was edited, built again, or runs elsewhere. */
class IdStabilityTest {
    private static final Path SCENARIOS = Path.of("..", "..", "samples", "scenarios");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void ids_survive_what_edits_builds_and_runs_change() throws IOException {
        int told = 0;
        for (Path scenario : scenarios()) {
            List<ObjectNode> events = read(scenario);
            List<String> ids = ids(events);
            told += ids.size();
            for (int seed = 1; seed <= 2; seed++) {
                assertThat(ids(moved(events, new Random(seed))))
                        .as("%s, seed %d", scenario, seed)
                        .isEqualTo(ids);
            }
        }
        assertThat(told).isGreaterThan(50);
    }

    @Test
    void ids_survive_what_names_of_classes_carry_along() throws IOException {
        for (Path scenario : scenarios()) {
            List<ObjectNode> events = read(scenario);
            for (int way = 0; way < WAYS; way++) {
                List<String> ids = ids(decorated(events, way, "12", "0000800c03000"));
                assertThat(ids(decorated(events, way, "4711", "7f1234567890a")))
                        .as("%s, way %d", scenario, way)
                        .isEqualTo(ids);
            }
        }
    }

    @Test
    void ids_do_not_depend_on_the_order_of_inputs() throws IOException {
        List<String> files = new ArrayList<>(
                scenarios().stream().limit(24).map(Path::toString).toList());
        List<String> ids = idsOf(files);
        for (int seed = 0; seed < 3; seed++) {
            Collections.shuffle(files, new Random(seed));
            assertThat(idsOf(files)).isEqualTo(ids);
        }
    }

    private static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.filter(file -> file.toString().endsWith(".bad.jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /** Other lines, other addresses of instances, other suffixes and offsets of frames, other times, events in between. */
    private static List<ObjectNode> moved(List<ObjectNode> events, Random random) {
        List<ObjectNode> moved = new ArrayList<>();
        long base = random.nextLong() >>> 20;
        for (ObjectNode event : events) {
            ObjectNode copy = event.deepCopy();
            if (moved.isEmpty()) {
                copy.put("recording", "other-" + base);
                copy.put("host", "other");
                moved.add(copy);
                continue;
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                moved.add(JSON.createObjectNode()
                        .put("event", "mark")
                        .put("task", "somebody else")
                        .put("text", "nothing"));
            }
            if (copy.has("at")) {
                copy.put("at", copy.get("at").asText().replaceFirst(":\\d+$", ":" + (1 + random.nextInt(9_999))));
            }
            if (copy.has("time")) {
                copy.put("time", copy.get("time").asLong() + base);
            }
            if (copy.get("stack") instanceof ArrayNode stack) {
                for (int i = 0; i < stack.size(); i++) {
                    stack.set(i, stack.get(i).asText() + suffix(random));
                }
            }
            for (String field : List.of("lock", "fence", "on", "work", "page", "nest", "timeline")) {
                JsonNode name = copy.get(field);
                if (name != null && name.asText().startsWith("0x")) {
                    copy.put(
                            field, "0xffff8" + Integer.toHexString(name.asText().hashCode() ^ (int) base));
                }
            }
            moved.add(copy);
        }
        return moved;
    }

    private static String suffix(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> ".isra." + random.nextInt(9);
            case 1 -> ".constprop." + random.nextInt(9) + ".cold";
            case 2 -> "+0x" + Integer.toHexString(random.nextInt(4_000)) + "/0x1000";
            default -> "";
        };
    }

    private static final int WAYS = 8;

    /** Classes of locks whose names carry something that the next run or build changes. */
    private static List<ObjectNode> decorated(List<ObjectNode> events, int way, String number, String address) {
        List<ObjectNode> decorated = new ArrayList<>();
        for (ObjectNode event : events) {
            ObjectNode copy = event.deepCopy();
            if (copy.path("event").asText().equals("acquire") && copy.has("class")) {
                String name = copy.get("class").asText();
                copy.put(
                        "class",
                        switch (way) {
                            case 0 -> name + "@src/main.c:" + number;
                            case 1 -> "io.shop.Cart$$Lambda$" + number + "/0x" + address + "." + name;
                            case 2 -> "java.base@" + number + ".0.2/java.util.Hashtable." + name;
                            case 3 -> name + "@netty-common-4.1." + number + ".jar";
                            case 4 -> "lambda$" + name.replaceAll("\\W", "") + "$" + number;
                            case 5 -> name + "@probe.isra." + number + ".cold";
                            case 6 -> "jdk.proxy2.$Proxy" + number + "." + name;
                            default -> name + "@probe+0x" + number + "/0x80";
                        });
            }
            decorated.add(copy);
        }
        return decorated;
    }

    private static List<ObjectNode> read(Path trace) throws IOException {
        List<ObjectNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(trace)) {
            events.add((ObjectNode) JSON.readTree(line));
        }
        return events;
    }

    private List<String> ids(List<ObjectNode> events) throws IOException {
        StringBuilder text = new StringBuilder();
        for (ObjectNode event : events) {
            text.append(JSON.writeValueAsString(event)).append('\n');
        }
        return idsOf(
                List.of(Files.writeString(folder.resolve("trace.jsonl"), text).toString()));
    }

    private static List<String> idsOf(List<String> files) throws IOException {
        InputLoader loader = new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1);
        return Detector.analyse(loader.load(files).graph(), List.of()).findings().stream()
                .map(Finding::id)
                .sorted()
                .toList();
    }
}
