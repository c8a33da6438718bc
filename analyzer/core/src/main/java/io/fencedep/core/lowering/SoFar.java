package io.fencedep.core.lowering;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.Recording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finishes a recording as if it ended now, and then takes back what only the end would have settled, so that the recording
 * can go on. Used once.
 */
final class SoFar {
    private final Session session;
    private final List<Confirmable> confirmedForNow = new ArrayList<>();
    private final List<TaskState.Guard> joinedForNow = new ArrayList<>();
    private final Set<Hold> missed = new HashSet<>();
    private final Map<GateRef, Runnable> gatesAgain = new LinkedHashMap<>();

    SoFar(Session session) {
        this.session = session;
    }

    DependencyGraph graph(
            Recording recording, TaskLowering tasks, PageLowering pages, FenceLowering fences, List<String> warnings) {
        Runnable forgetClasses = session.classes.undo();
        Runnable forgetFacts = session.observations.undo();
        try {
            pages.finish();
            EndOfTrace end = new EndOfTrace(session);
            waitForChildren();
            end.recordStuckTasks();
            end.forEachHold(this::confirm, missed::add);
            missed.forEach(this::ungate);
            fences.finishSoFar();
            List<String> all = new ArrayList<>(warnings);
            all.addAll(session.orders.finish());
            return new GraphAssembly(session, tasks, true).assemble(recording, 0, all);
        } finally {
            forgetFacts.run();
            gatesAgain.values().forEach(Runnable::run);
            forgetClasses.run();
            confirmedForNow.forEach(each -> each.confirmed = false);
            joinedForNow.forEach(each -> each.confirmed = false);
        }
    }

    /** A parent that waits for its child keeps what it holds until the child is through. */
    private void waitForChildren() {
        for (TaskState task : session.tasks.all()) {
            task.lastWait();
            if (task.blocked.active && task.blocked.child != null) {
                for (TaskState.Guard guard : task.blocked.child.guards) {
                    boolean before = guard.confirmed;
                    guard.joinedBy(task);
                    if (guard.confirmed && !before) {
                        joinedForNow.add(guard);
                    }
                }
            }
        }
    }

    /** The recorder only missed the end of this hold: it kept nobody out. */
    private void ungate(Hold hold) {
        if (hold.doubts != null) {
            hold.doubts.forEachResting(under -> !missed.contains(under), session.none, this::lacked);
        }
    }

    /** A dependency occurred without this gate. */
    private void lacked(GateRef gate, TaskState.@Nullable Guard unless) {
        boolean gone = gate.gone;
        List<TaskState.Guard> conditions = gate.conditions;
        gatesAgain.putIfAbsent(gate, () -> {
            gate.gone = gone;
            gate.conditions = conditions;
        });
        gate.lacked(unless);
    }

    private void confirm(Hold hold) {
        if (hold.doubts != null) {
            hold.doubts.forEachLacking(this::lacked);
        }
        for (Confirmable seen : hold.unconfirmed) {
            if (!seen.confirmed) {
                seen.confirmed = true;
                confirmedForNow.add(seen);
            }
        }
        if (hold.whenBalanced != null) {
            hold.whenBalanced.run();
        }
    }
}
