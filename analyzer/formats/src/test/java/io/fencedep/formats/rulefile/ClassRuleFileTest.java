package io.fencedep.formats.rulefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.ClassRule;
import io.fencedep.core.model.ClassRules;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.jsonl.JsonlFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rule files say, and what becomes of the classes of a trace. */
class ClassRuleFileTest {
    private static final String HEADER = "{\"format\":\"fencedep-trace\",\"version\":1}\n";

    @Test
    void theSampleSplitsAndJoins() throws IOException {
        ClassRules rules = ClassRuleFile.load(
                Path.of("../../samples/class-rules/by-driver-and-site.yaml").toString());
        assertThat(classes(rules, """
                "lock":"1","class":"reservation_ww_class_mutex","driver":"i915"
                "lock":"2","class":"reservation_ww_class_mutex","driver":"xe"
                "lock":"3","class":"reservation_ww_class_mutex"
                "lock":"pt-3-0xff","class":"&pt->lock"
                "lock":"4","class":"&pool->lock","stack":["pool_init+0x1/0x2","probe_one"]
                "lock":"5","class":"&a->old_lock","subclass":1
                "lock":"6","class":"other"
                """))
                .containsExactly(
                        "reservation_ww_class_mutex (i915)/0",
                        "reservation_ww_class_mutex (xe)/0",
                        "reservation_ww_class_mutex/0",
                        "&pt->lock level 3/0",
                        "&pool->lock of probe_one/0",
                        "&a->lock/0",
                        "other/0");
        assertThat(rules.unmatched()).isEmpty();
    }

    @Test
    void anInstanceKeepsTheClassOfItsFirstPlace() throws IOException {
        ClassRules rules = rules("rules: [{match: {class: A, at: '*'}, class: '{class} at {file}'}]");
        assertThat(classes(rules, """
                "lock":"1","class":"A","at":"init.c:7"
                "lock":"1","class":"A","at":"use.c:9"
                "lock":"1"
                "lock":"2","class":"A","at":"use.c:9"
                "lock":"1","class":"B","at":"use.c:9"
                """)).containsExactly("A at init.c/0", "A at init.c/0", "/0", "A at use.c/0", "B/0");
    }

    @Test
    void anInstanceWithoutAClassCanBeGivenOne() throws IOException {
        ClassRules rules = rules("rules: [{match: {instance: 'bo*'}, class: 'bo'}]");
        assertThat(classes(rules, """
                "lock":"bo#1"
                "lock":"bo#1"
                "lock":"x"
                """)).containsExactly("bo/0", "bo/0", "/0");
    }

    @Test
    void theFirstRuleThatMatchesGivesTheNameAndTheOthersAreNamed() throws IOException {
        ClassRules rules = rules("""
                rules:
                  - match: {class: "A*"}
                    class: first
                  - match: {class: "AB"}
                    class: second
                  - match: {class: fs_reclaim}
                    class: third
                """);
        assertThat(classes(rules, "\"lock\":\"1\",\"class\":\"AB\"\n\"lock\":\"2\",\"class\":\"fs_reclaim\"\n"))
                .containsExactly("first/0", "fs_reclaim/0");
        assertThat(rules.unmatched().stream().map(ClassRule::place)).containsExactly("r.yaml:4", "r.yaml:6");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rules: []                                              | r.yaml:1: rules: is missing: at least one rule
        rule: 1                                                | r.yaml:1: rule: is no field here; there are about, rules
        rules: [{class: x}]                                    | r.yaml:1: rules[0].match: is missing: what the rule is about
        rules: [{match: {class: x}}]                           | r.yaml:1: rules[0].class: is missing: the name of the class
        rules: [{match: {level: x}, class: y}]                 | r.yaml:1: rules[0].match.level: is nothing that a rule can look at; there are class, instance, driver, device, queue, task, at, file, function, caller
        rules: [{match: {class: x}, class: '{what}'}]          | r.yaml:1: rules[0].class: {what} is nothing that an event says; there are class, instance, driver, device, queue, task, at, file, function, caller; a brace itself is {{
        rules: [{match: {class: 'x*'}, class: '{class.2}'}]    | r.yaml:1: rules[0].class: {class.2}: no pattern for class has so many stars
        rules: [{match: {class: x}, class: 'a{'}]              | r.yaml:1: rules[0].class: a { that nothing closes; a brace itself is {{
        rules: [{match: {class: x}, class: y, subclass: keep}] | r.yaml:1: rules[0].subclass: can only be drop: all subclasses become one
        """)
    void errorsNameFileLineAndField(String text, String message) {
        assertThatThrownBy(() -> rules(text)).isInstanceOf(InputException.class).hasMessage(message);
    }

    private static ClassRules rules(String text) throws InputException {
        return ClassRuleFile.read(TraceSource.of("r.yaml", new ByteArrayInputStream(text.getBytes(UTF_8))));
    }

    /** The classes and subclasses of acquires with these fields, behind the rules. */
    private static List<String> classes(ClassRules rules, String acquires) throws IOException {
        StringBuilder trace = new StringBuilder(HEADER);
        acquires.lines()
                .forEach(line -> trace.append("{\"event\":\"acquire\",\"task\":\"T\",")
                        .append(line)
                        .append("}\n"));
        Names names = new Names();
        Instances instances = new Instances();
        List<String> classes = new ArrayList<>();
        EventSink sink = event -> classes.add(names.text(event.className) + "/" + event.subclass);
        try (TraceSource source =
                TraceSource.of("t", new ByteArrayInputStream(trace.toString().getBytes(UTF_8)))) {
            TraceContext context = new TraceContext(
                    names, instances, begun -> {}, rules.before(names, instances, sink), ReadOptions.STRICT);
            new JsonlFormat().read(source, context);
        }
        return classes;
    }
}
