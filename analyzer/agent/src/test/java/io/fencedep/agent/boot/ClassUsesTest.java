package io.fencedep.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.agent.boot.ClassUses.Users;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who can begin to initialise one class without another one. */
class ClassUsesTest {
    private final ClassUses uses = new ClassUses();

    @BeforeEach
    void aShapeWithItsRoundSubclass() {
        uses.add("a/Shape", "", List.of(), List.of("a/Round", "a/Builder"), true);
        uses.add("a/Round", "a/Shape", List.of(), List.of("a/Round"), true);
        uses.add("a/Main", "", List.of(), List.of("a/Shape", "a/Users"), true);
    }

    @Test
    void code_of_the_other_class_of_its_subclasses_and_of_what_only_they_use_is_nobody() {
        uses.add("a/Square", "a/Shape", List.of(), List.of("a/Round"), true);
        uses.add("a/Builder", "", List.of(), List.of("a/Round"), true);

        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isFalse();
    }

    @Test
    void code_elsewhere_is_somebody() {
        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isFalse();

        uses.add("a/Users", "", List.of(), List.of("a/Round"), true);

        assertThat(uses.whoCanBegin("a.Round", "a.Shape")).isEqualTo(new Users(true, "a.Users"));
    }

    @Test
    void who_begins_with_a_subclass_begins_with_the_class() {
        uses.add("a/Oval", "a/Round", List.of(), List.of(), true);
        uses.add("a/Builder", "", List.of(), List.of("a/Oval"), true);
        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isFalse();

        uses.add("a/Users", "", List.of(), List.of("a/Oval"), true);

        assertThat(uses.whoCanBegin("a.Round", "a.Shape")).isEqualTo(new Users(true, "a.Users"));
    }

    @Test
    void a_class_that_no_code_uses_is_begun_by_somebody_all_the_same() {
        uses.add("a/Driver", "", List.of(), List.of("a/Drivers"), true);

        assertThat(uses.whoCanBegin("a.Driver", "a.Drivers")).isEqualTo(new Users(true, null));
    }

    @Test
    void a_class_that_no_code_uses_but_reflection_in_an_initialiser_is_begun_there() {
        uses.madeByReflection("a.Round");
        uses.add("a/Shape", "", List.of(), List.of(), true);
        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isFalse();

        uses.add("a/Users", "", List.of(), List.of("a/Round"), true);

        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isTrue();
    }

    @Test
    void where_not_all_code_is_known_there_may_be_somebody() {
        uses.leftOut();

        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isTrue();
    }

    @Test
    void classes_that_use_each_other_only_are_begun_by_somebody_all_the_same() {
        uses.add("a/Program", "", List.of(), List.of("a/Round", "a/Helper"), true);
        uses.add("a/Helper", "", List.of(), List.of("a/Program"), true);

        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isTrue();
    }

    @Test
    void classes_that_use_each_other_and_are_used_by_the_other_one_are_nobody() {
        uses.add("a/Builder", "", List.of(), List.of("a/Round", "a/Helper"), true);
        uses.add("a/Helper", "", List.of(), List.of("a/Builder"), true);

        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isFalse();
    }

    @Test
    void what_ran_before_the_other_class_is_somebody() {
        uses.add("a/Builder", "", List.of(), List.of("a/Round"), true);
        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isFalse();

        uses.ranBefore("a.Shape", new StackTraceElement[] {
            new StackTraceElement("a.Shape", "<clinit>", "Shape.java", 1),
            new StackTraceElement("a.Builder", "build", "Builder.java", 1)
        });

        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isTrue();
    }

    @Test
    void a_class_that_implements_an_interface_with_code_begins_with_the_interface() {
        uses.add("a/Oval", "", List.of("a/Figure"), List.of("a/Round"), true);
        uses.add("a/Figure", "", List.of("a/Shape"), List.of(), false);
        uses.leavesToChildren("a/Figure");

        assertThat(uses.isSubclass("a.Oval", "a.Shape")).isTrue();
        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isFalse();
    }

    @Test
    void an_interface_without_code_for_its_children_is_not_initialised_with_them() {
        uses.add("a/Oval", "", List.of("a/Shape"), List.of("a/Round"), true);
        uses.add("a/Shape", "", List.of(), List.of("a/Oval"), true);
        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isFalse();

        uses.leavesToChildren("a/Shape");
        uses.add("a/Users", "", List.of(), List.of("a/Oval"), true);

        assertThat(uses.isSubclass("a.Oval", "a.Shape")).isFalse();
        assertThat(uses.whoCanBegin("a.Round", "a.Shape").areSome()).isTrue();
    }
}
