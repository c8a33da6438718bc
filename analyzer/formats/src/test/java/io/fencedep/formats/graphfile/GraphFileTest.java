package io.fencedep.formats.graphfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphFileTest {
    private static final Node LOCK = new Node("&a->lock", NodeState.WRITE);
    private static final Node READ = new Node("&a->lock", NodeState.SHARED);
    private static final Node FENCE = new Node("dma_fence:gfx", NodeState.NONE);
    private static final String HEADER = "{\"format\":\"fencedep-graph\",\"version\":1,\n";

    @Test
    void what_was_written_is_read_back_equal() throws IOException {
        long seed = System.nanoTime();
        for (int round = 0; round < 150; round++) {
            DependencyGraph graph = new RandomGraphs(seed + round).next();
            DependencyGraph back = read(write(graph));
            assertThat(write(back)).as("seed %d", seed + round).isEqualTo(write(graph));
            if (round < 10) {
                assertThat(back)
                        .as("seed %d", seed + round)
                        .usingRecursiveComparison()
                        .ignoringFields("graph")
                        .isEqualTo(graph);
                assertThat(back.asGraph().edgeSet())
                        .containsExactlyInAnyOrderElementsOf(graph.asGraph().edgeSet());
            }
        }
    }

    @Test
    void merging_is_associative_commutative_and_idempotent_to_the_byte() throws IOException {
        long seed = System.nanoTime();
        for (int round = 0; round < 150; round++) {
            RandomGraphs graphs = new RandomGraphs(seed + round);
            DependencyGraph a = graphs.next();
            DependencyGraph b = graphs.next();
            DependencyGraph c = graphs.next();
            String before = write(a) + write(b) + write(c);
            String all = write(union(union(a, b), c));
            assertThat(write(union(a, union(b, c))))
                    .as("associative, seed %d", seed + round)
                    .isEqualTo(all);
            assertThat(write(union(c, union(b, a))))
                    .as("commutative, seed %d", seed + round)
                    .isEqualTo(all);
            assertThat(write(union(union(union(a, b), c), union(b, a))))
                    .as("idempotent, seed %d", seed + round)
                    .isEqualTo(all);
            assertThat(write(union(a, a)))
                    .as("idempotent, seed %d", seed + round)
                    .isEqualTo(write(a));
            assertThat(write(a) + write(b) + write(c))
                    .as("unchanged, seed %d", seed + round)
                    .isEqualTo(before);
        }
    }

    @Test
    void merging_saved_graphs_saves_what_merging_before_would_have() throws IOException {
        long seed = System.nanoTime();
        for (int round = 0; round < 200; round++) {
            RandomGraphs graphs = new RandomGraphs(seed + round);
            DependencyGraph a = graphs.next();
            DependencyGraph b = graphs.next();
            assertThat(write(union(read(write(a)), read(write(b)))))
                    .as("seed %d", seed + round)
                    .isEqualTo(write(union(a, b)));
        }
    }

    @Test
    void people_find_the_fields_that_the_design_names() throws IOException {
        DependencyGraph graph = new DependencyGraph();
        graph.addClass(LOCK.className(), ResourceKind.LOCK);
        graph.addClass(FENCE.className(), ResourceKind.FENCE)
                .addSignals("run", new ResourceClass.Signals(3, new TreeMap<>()));
        Occurrences seen = new Occurrences();
        seen.count = seen.support = seen.inUnit = 2;
        graph.addDependency(FENCE, LOCK, Basis.INFERRED, WaitKind.BLOCKING, "run", seen);
        Occurrences held = new Occurrences();
        held.count = 5;
        graph.addDependency(READ, FENCE, Basis.SECTION, WaitKind.TIMED, "run", held);

        JsonNode json = new ObjectMapper().readTree(write(graph));

        JsonNode section = json.get("dependencies").get(0);
        assertThat(section.get("from").textValue()).isEqualTo("&a->lock");
        assertThat(section.get("fromState").textValue()).isEqualTo("shared");
        assertThat(section.has("toState")).isFalse();
        assertThat(section.get("evidence").textValue()).isEqualTo("section");
        assertThat(section.get("wait").textValue()).isEqualTo("timed");
        assertThat(section.get("count").longValue()).isEqualTo(5);
        JsonNode habit = json.get("dependencies").get(1);
        assertThat(habit.get("toState").textValue()).isEqualTo("write");
        assertThat(habit.get("evidence").textValue()).isEqualTo("habitual");
        assertThat(habit.get("support").toString()).isEqualTo("{\"k\":2,\"n\":3}");
        assertThat(habit.get("refuted").booleanValue()).isTrue();
        assertThat(habit.get("witnesses").isArray()).isTrue();
    }

    @Test
    void the_usage_of_a_class_is_said_in_lockdeps_words() throws IOException {
        DependencyGraph graph = new DependencyGraph();
        Node reader = new Node("r", NodeState.WRITE);
        graph.addClass("&a->lock", ResourceKind.LOCK);
        graph.addClass("r", ResourceKind.LOCK).addSharedIn("run");
        graph.addUsage(Interrupt.HARDIRQ.node(), LOCK, "run", new Occurrences());
        graph.addUsage(Interrupt.HARDIRQ.node(), READ, "run", new Occurrences());
        graph.addUsage(READ, Interrupt.SOFTIRQ.node(), "run", new Occurrences());
        graph.addUsage(Interrupt.SOFTIRQ.node(), reader, "run", new Occurrences());

        JsonNode classes = new ObjectMapper().readTree(write(graph)).get("classes");

        assertThat(classes.get(0).get("usage").toString()).isEqualTo("[\"enabled-softirq-read\",\"used-in-hardirq\"]");
        assertThat(classes.get(1).get("usage").toString()).isEqualTo("[\"used-in-softirq-read\"]");
    }

    @Test
    void every_dependency_stands_on_a_line_of_its_own() throws IOException {
        DependencyGraph graph = new DependencyGraph();
        graph.addDependency(LOCK, FENCE, Basis.SECTION, WaitKind.BLOCKING, "run", new Occurrences());
        graph.addDependency(READ, FENCE, Basis.SECTION, WaitKind.BLOCKING, "run", new Occurrences());

        assertThat(write(graph).lines().filter(line -> line.startsWith("{\"from\"")))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"format\":\"fencedep-graph\",\"version\":1} | true",
                "'\n { \"format\" :\t\"fencedep-graph\"' | true",
                "'\uFEFF{\"format\":\"fencedep-graph\"' | true",
                "{\"format\":\"fencedep-trace\",\"version\":1} | false",
                "{\"version\":1,\"format\":\"fencedep-graph\"} | false",
                "{\"format\" | false",
            })
    void it_is_known_by_its_first_field(String head, boolean known) {
        assertThat(new GraphFile().matches(head.getBytes(UTF_8))).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"format\":\"fencedep-graph\",\"version\":7} | g.json:1: version: is 7, but this fencedep reads",
                "{\"format\":\"fencedep-graph\",\"inputs\":[]} | g.json:1: inputs: \"version\" must come first",
                "{\"format\":\"fencedep-graph\"} | g.json:1: version: is missing",
                "{\"format\":\"fencedep-graph\",\"version\":\"1\"} | g.json:1: version: must be an integer",
                "HEADER\"classes\":[ | g.json:2: classes: ends too early: the file was cut off",
                "HEADER\"classes\":[{\"name\":\"a\"}]} | g.json:2: classes[0].kind: is missing",
                "HEADER\"classes\":[{\"name\":\"a\",\"kind\":\"lok\"}]} | g.json:2: classes[0].kind: is \"lok\", not one of ",
                "HEADER\"classes\":[{\"name\":1}]} | g.json:2: classes[0].name: must be a string",
                "HEADER\"classes\":[{\"name\":\"a\",\"capacity\":-1}]} | g.json:2: classes[0].capacity: must not be negative",
                "HEADER\"classes\":[{\"name\":\"a\",\"capacity\":9999999999999999999}]} | g.json:2: classes[0].capacity: is too large",
                "HEADER\"classes\":{}} | g.json:2: classes: must be a list",
                "HEADER\"dependencies\":[{\"to\":\"a\"}]} | g.json:2: dependencies[0].from: is missing",
                "HEADER\"dependencies\":[{\"from\":\"b\",\"to\":\"a\"}]} | g.json:2: dependencies[0].basis: is missing",
                "HEADER\"dependencies\":[{\"fromState\":\"read\"}]} | g.json:2: dependencies[0].fromState: is \"read\", not one of write, shared",
                "HEADER\"dependencies\":[{\"witnesses\":[{\"held\":[3]}]}]} | g.json:2: dependencies[0].witnesses[0].held[0]: is 3, beyond the last one",
                "HEADER\"observations\":[{}]} | g.json:2: observations[0].kind: is missing",
                "HEADER\"observations\":[{\"details\":{\"tasks\":\"99999999999\"}}]} | g.json:2: observations[0].details.tasks: must be a number",
                "HEADER\"inputs\":[{}]} | g.json:2: inputs[0].recording: is missing",
                "HEADER\"inputs\":[{nonsense | g.json:2: inputs[0]: not JSON: Unexpected character",
                "HEADER\"stacks\":[]} {} | g.json:2: something follows the end of the document",
                "[] | g.json:1: must be an object",
            })
    void what_is_wrong_is_said_with_file_line_and_field(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("HEADER", HEADER)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void no_field_is_forgotten() {
        assertThat(namesOf(Occurrences.class))
                .as("whoever adds a field to these also writes, reads and randomises it here")
                .containsExactlyInAnyOrder(
                        "count",
                        "support",
                        "awaited",
                        "awaitedStillHeld",
                        "stillHeld",
                        "inUnit",
                        "holdersAtOnce",
                        "asksAll",
                        "fifoOrdered",
                        "begun",
                        "distant",
                        "onlyTask",
                        "more",
                        "pooled",
                        "gates",
                        "pairs",
                        "traits",
                        "witnesses",
                        "spans");
        assertThat(namesOf(ResourceClass.class))
                .containsExactlyInAnyOrder(
                        "name",
                        "kind",
                        "lockKind",
                        "capacity",
                        "userspace",
                        "percpu",
                        "handedOver",
                        "contexts",
                        "sharedIn",
                        "alternatives",
                        "signals");
    }

    @Test
    void fields_of_later_times_are_passed_over() throws IOException {
        DependencyGraph graph = read(
                HEADER + "\"more\":{\"a\":[1]},\"classes\":[{\"name\":\"a\",\"kind\":\"lock\",\"colour\":[\"red\"]}]}");

        assertThat(graph.classes()).containsOnlyKeys("a");
    }

    private static List<String> namesOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .toList();
    }

    private static DependencyGraph union(DependencyGraph a, DependencyGraph b) {
        DependencyGraph union = new DependencyGraph();
        union.merge(a);
        union.merge(b);
        return union;
    }

    private static String write(DependencyGraph graph) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GraphFileWriter.write(graph, out);
        return out.toString(UTF_8);
    }

    private static DependencyGraph read(String text) throws InputException {
        TraceSource source = TraceSource.of("g.json", new ByteArrayInputStream(text.getBytes(UTF_8)));
        return new GraphFile().read(source, ReadOptions.STRICT).graph();
    }
}
