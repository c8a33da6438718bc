package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.lowering.Resource.Page;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Toggle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What references to pages, pins and migration mean. */
final class PageLowering {
    private final Session session;
    private final WaitContexts contexts;
    private final Rings rings;
    /** Pages with a migration that has not succeeded. */
    private final Set<Page> migrating = new LinkedHashSet<>();

    PageLowering(Session session, WaitContexts contexts, Rings rings) {
        this.session = session;
        this.contexts = contexts;
        this.rings = rings;
    }

    void get(Event event, Frame frame) {
        Page page = session.resources.page(event.instance);
        int classId = session.classify(page, event, ResourceKind.PAGE, "page");
        session.begin(session.newHold(frame, event, classId, ResourceKind.PAGE, page));
    }

    void put(Event event, TaskState task) {
        Page page = session.resources.page(event.instance);
        Hold own = null;
        Hold oldest = null;
        for (Hold hold = page.holders; hold != null; hold = hold.nextOfResource) {
            if (own == null && hold.frame != null && hold.frame.task == task) {
                own = hold;
            }
            if (oldest == null || hold.since < oldest.since) {
                oldest = hold;
            }
        }
        Hold dropped = own != null ? own : oldest;
        if (dropped == null) {
            session.anomalies.add(Anomalies.PUT_WITHOUT_GET, event.line);
            return;
        }
        session.end(dropped);
        if (page.holders == null) {
            page.exclusiveWithoutCallback = 0;
            page.waitsFor().removeIf(wait -> wait.ownTask() != Rings.NOBODY);
        }
    }

    void pin(Event event) {
        Page page = session.resources.page(event.instance);
        page.pins++;
        if (page.pinClass == ClassTable.NONE && event.className != Names.NONE) {
            page.pinClass = session.classes.of(event.className, event.subclass, ResourceKind.PAGE);
        }
    }

    void unpin(Event event) {
        Page page = session.resources.page(event.instance);
        if (page.pins == 0) {
            session.anomalies.add(Anomalies.UNPIN_WITHOUT_PIN, event.line);
        } else {
            page.pins--;
        }
    }

    void exclusive(Event event) {
        Page page = session.resources.page(event.instance);
        page.exclusiveWithoutCallback = event.callback == Toggle.NO ? 1 : 0;
    }

    void migrate(Event event, TaskState task, Frame frame) {
        Page page = session.resources.page(event.instance);
        int classId = page.classId != ClassTable.NONE
                ? page.classId
                : session.classify(page, event, ResourceKind.PAGE, "page");
        int target = classId * 2;
        contexts.sleep(frame, target, page, event);
        int ownTask = hasReference(page, task) ? task.id : Rings.NOBODY;
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.resource instanceof Page mine && mine != page && session.mayBeOne(mine.classId, classId)) {
                Rings.Ring ring = rings.closes(mine, page, false, task.id, ownTask, Rings.By.of(task, event));
                if (ring != null) {
                    report(ring, page, hold, frame, event);
                }
            }
        }
        session.dependencies.waitFor(frame, target, page, WaitKind.BLOCKING, event);
        String zone = session.names.text(event.zone);
        if (zone.equals("movable") || zone.equals("cma")) {
            checkBound(page, task, frame, event);
        }
    }

    void migrated(Event event) {
        Page page = session.resources.page(event.instance);
        if (event.result != EventResult.FAILED && event.result != EventResult.ERROR) {
            page.migrationFailed = null;
            migrating.remove(page);
        }
    }

    /** Events were lost: whether a migration came to an end is not known. */
    void lost() {
        migrating.clear();
    }

    /** References that are still there and hold a migration up. */
    void finish() {
        for (Page page : new ArrayList<>(migrating)) {
            if (page.holders != null && page.migrationFailed != null) {
                page.migrationFailed.run();
            }
        }
    }

    private void report(Rings.Ring ring, Page page, Hold hold, Frame frame, Event event) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("instance", "ring");
        session.observe(
                        Observation.Kind.RECURSION,
                        "page-ring",
                        hold.node(),
                        page.classId * 2,
                        details,
                        frame,
                        hold,
                        page,
                        event)
                .alsoSeen(() -> ring.rest().stream().map(session.witnesses::of).toList())
                .inRing(ring);
    }

    private static boolean hasReference(Page page, TaskState task) {
        for (Hold hold = page.holders; hold != null; hold = hold.nextOfResource) {
            if (hold.frame != null && hold.frame.task == task) {
                return true;
            }
        }
        return false;
    }

    private void checkBound(Page page, TaskState task, Frame frame, Event event) {
        Hold foreign = foreignHold(page, task);
        if (page.pins > 0) {
            int pinClass = page.pinClass != ClassTable.NONE
                    ? page.pinClass
                    : session.classes.byName("pinned page", ResourceKind.PAGE);
            observe("pinned-page", pinClass, null, page, frame, event);
        } else if (page.exclusiveWithoutCallback > 0 && foreign != null) {
            observe("exclusive-page-without-callback", page.classId, foreign, page, frame, event);
        } else if (foreign != null) {
            var witness = session.witnesses.of(frame, foreign, page, event);
            int node = page.classId * 2;
            page.migrationFailed = () -> session.observations.addCertain(new Observations.Draft(
                    Observation.Kind.UNBOUNDED,
                    "reference-never-dropped",
                    new int[] {node},
                    new int[] {node},
                    new TreeMap<>(),
                    List.of(witness)));
            migrating.add(page);
        }
    }

    private static @Nullable Hold foreignHold(Page page, TaskState task) {
        for (Hold hold = page.holders; hold != null; hold = hold.nextOfResource) {
            if (hold.frame == null || hold.frame.task != task) {
                return hold;
            }
        }
        return null;
    }

    private void observe(String rule, int classId, @Nullable Hold hold, Page page, Frame frame, Event event) {
        session.observe(
                Observation.Kind.UNBOUNDED, rule, classId * 2, classId * 2, new TreeMap<>(), frame, hold, page, event);
    }
}
