package io.fencedep.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import org.junit.jupiter.api.Test;

/** Names without end take bounded memory. */
class InstancesTest {
    private static final int LIMIT = 256;

    @Test
    void the_same_name_is_the_same_instance_within_a_namespace_only() {
        Instances instances = new Instances();
        int lock = instances.intern(Namespace.LOCK, "x");
        assertThat(instances.intern(Namespace.LOCK, "x")).isEqualTo(lock);
        assertThat(instances.intern(Namespace.FENCE, "x")).isNotEqualTo(lock);
        assertThat(instances.text(lock)).isEqualTo("x");
    }

    @Test
    void no_name_is_no_instance() {
        assertThat(new Instances().intern(Namespace.LOCK, "")).isEqualTo(Instances.NONE);
    }

    @Test
    void idle_instances_are_forgotten_and_their_ids_used_again() {
        Instances instances = new Instances(LIMIT);
        instances.setKeeper(id -> true, id -> {});
        for (int i = 0; i < 100_000; i++) {
            instances.intern(Namespace.LOCK, "lock" + i);
        }
        assertThat(instances.size()).isLessThanOrEqualTo(2 * LIMIT);
        assertThat(instances.forgotten()).isGreaterThan(90_000);
    }

    @Test
    void what_may_be_named_again_is_kept_although_it_is_idle() {
        Instances instances = new Instances(LIMIT);
        instances.setKeeper(id -> true, id -> {});
        instances.keepWhile(id -> instances.text(id).endsWith("7"));
        int seventh = instances.intern(Namespace.LOCK, "lock7");
        for (int i = 0; i < 100_000; i++) {
            instances.intern(Namespace.LOCK, "lock" + i);
        }
        assertThat(instances.intern(Namespace.LOCK, "lock7")).isEqualTo(seventh);
        assertThat(instances.forgotten()).isBetween(60_000L, 90_000L);
    }

    @Test
    void whatever_matters_is_kept_and_the_table_grows() {
        Instances instances = new Instances(LIMIT);
        instances.setKeeper(id -> false, id -> {});
        for (int i = 0; i < 10_000; i++) {
            instances.intern(Namespace.LOCK, "lock" + i);
        }
        assertThat(instances.forgotten()).isZero();
        assertThat(instances.text(instances.intern(Namespace.LOCK, "lock7"))).isEqualTo("lock7");
        assertThat(instances.size()).isEqualTo(10_001);
    }

    @Test
    void released_locks_and_signalled_fences_are_idle() {
        Scene scene = Scene.withRoomFor(LIMIT);
        for (int i = 0; i < 20_000; i++) {
            scene.then(
                    "one: acquire A#%1$d; fence-create F#%1$d; fence-publish F#%1$d; fence-signal F#%1$d; release A#%1$d"
                            .formatted(i));
        }
        assertThat(scene.instances().size()).isLessThan(4 * LIMIT);
    }

    @Test
    void a_lock_that_is_held_is_still_known_after_any_number_of_others() {
        Scene scene = Scene.withRoomFor(LIMIT).then("one: acquire held");
        for (int i = 0; i < 20_000; i++) {
            scene.then("two: acquire A#%1$d; release A#%1$d".formatted(i));
        }
        scene.then("one: acquire B; release B; release held");
        assertThat(scene.dependencies()).containsExactly("held -> B");
    }
}
