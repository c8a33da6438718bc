package io.fencedep.agent.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Weight;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Toggle;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests are recordings beside that of their process; what both saw is one thing. */
class WholeRunTest {
    /** One recording, told event by event. */
    private static final class Told {
        private final Names names = new Names();
        private final Instances instances = new Instances();
        private final Lowering lowering = new Lowering(names, instances, Reports.SOURCE);
        private final String id;
        private long line = 1;

        Told(String id) {
            this.id = id;
        }

        Told tell(EventKind kind, String task, Namespace space, String what, Consumer<Event> more) {
            Event event = new Event();
            event.clear();
            event.kind = kind;
            event.task = names.intern(task);
            event.line = ++line;
            event.instance = instances.intern(space, what + "#1");
            event.className = names.intern(what);
            more.accept(event);
            lowering.accept(event);
            return this;
        }

        Told lock(EventKind kind, String task, String what) {
            return tell(kind, task, Namespace.LOCK, what, event -> event.lockKind = LockKind.MUTEX);
        }

        Told fence(EventKind kind, String task, String what) {
            return tell(kind, task, Namespace.FENCE, what, event -> event.slept = Toggle.YES);
        }

        Told twoLocks() {
            return lock(EventKind.ACQUIRE, "t", "outer")
                    .lock(EventKind.ACQUIRE, "t", "inner")
                    .lock(EventKind.RELEASE, "t", "inner")
                    .lock(EventKind.RELEASE, "t", "outer");
        }

        Told signalWhileSomebodySleeps() {
            return fence(EventKind.FENCE_CREATE, "waiter", "done")
                    .fence(EventKind.FENCE_WAIT, "waiter", "done")
                    .lock(EventKind.ACQUIRE, "worker", "lock")
                    .lock(EventKind.RELEASE, "worker", "lock")
                    .fence(EventKind.FENCE_SIGNAL, "worker", "done")
                    .fence(EventKind.FENCE_WAITED, "waiter", "done");
        }

        DependencyGraph graph() {
            return lowering.finish(new Recording(id, id, Reports.SOURCE, Reports.SOURCE, Set.of()), 0, List.of());
        }
    }

    @Test
    void without_tests_the_process_is_all() {
        DependencyGraph process = new Told("process").twoLocks().graph();

        assertThat(WholeRun.of(process, new DependencyGraph())).isSameAs(process);
    }

    @Test
    void what_a_test_did_counts_once_and_is_the_tests() {
        DependencyGraph whole = WholeRun.of(
                new Told("process").twoLocks().graph(),
                new Told("test").twoLocks().graph());

        Dependency only = whole.dependencies().iterator().next();
        assertThat(whole.dependencies()).hasSize(1);
        assertThat(only.count()).isEqualTo(1);
        assertThat(only.byRecording()).containsOnlyKeys("test");
        assertThat(whole.recordings()).containsOnlyKeys("process", "test");
    }

    @Test
    void what_no_test_did_is_there_as_well() {
        DependencyGraph whole = WholeRun.of(new Told("process").twoLocks().graph(), new Told("test").graph());

        assertThat(whole.dependencies()).hasSize(1);
        assertThat(whole.classes()).containsOnlyKeys("inner", "outer");
    }

    @Test
    void one_sleeping_waiter_is_one_and_makes_nothing_strong() {
        Dependency inferred = inferred(WholeRun.of(
                new Told("process").signalWhileSomebodySleeps().graph(),
                new Told("test").signalWhileSomebodySleeps().graph()));

        assertThat(inferred.byRecording().values()).hasSize(1);
    }

    @Test
    void its_standing_is_that_of_the_process() {
        DependencyGraph process =
                new Told("process").signalWhileSomebodySleeps().graph();
        DependencyGraph whole = WholeRun.of(
                process, new Told("test").signalWhileSomebodySleeps().graph());

        assertThat(process.standing(inferred(process)).weight()).isEqualTo(Weight.FAIR);
        assertThat(whole.standing(inferred(whole))).isEqualTo(process.standing(inferred(process)));
    }

    private static Dependency inferred(DependencyGraph graph) {
        return graph.dependencies().stream()
                .filter(each -> each.to().className().equals("lock"))
                .findFirst()
                .orElseThrow();
    }
}
