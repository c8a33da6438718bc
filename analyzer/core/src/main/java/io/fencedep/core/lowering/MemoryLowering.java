package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.lowering.Resource.Page;
import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.NotifierModel;
import io.fencedep.core.model.Toggle;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What allocations, reclaim, notifiers and DMA mean. */
final class MemoryLowering {
    private final Session session;
    private final WaitContexts contexts;
    private final Int2IntOpenHashMap reach = new Int2IntOpenHashMap();
    private final Set<Page> openDma = new LinkedHashSet<>();

    MemoryLowering(Session session, WaitContexts contexts) {
        this.session = session;
        this.contexts = contexts;
        reach.defaultReturnValue(-1);
    }

    void alloc(Event event, TaskState task, Frame frame) {
        int flags = flags(event);
        if (task.scopes[AllocScope.NORECLAIM.ordinal()] > 0
                || (flags & GfpFlags.DIRECT_RECLAIM) == 0
                || (flags & GfpFlags.NOLOCKDEP) != 0
                || frame.inReclaim > 0) {
            return;
        }
        boolean entersFs = (flags & GfpFlags.FS) != 0
                && task.scopes[AllocScope.NOFS.ordinal()] == 0
                && task.scopes[AllocScope.NOIO.ordinal()] == 0;
        ClassTable classes = session.classes;
        contexts.sleep(frame, (entersFs ? classes.reclaim : classes.mmuNotifier) * 2, null, event);
        if (entersFs) {
            session.dependencies.waitFor(frame, classes.reclaim * 2, null, WaitKind.BLOCKING, event);
            linkOnce(classes.reclaim, classes.mmuNotifier, frame, event);
        }
        recursionOnNotifier(frame, event);
        session.dependencies.waitFor(frame, classes.mmuNotifier * 2, null, WaitKind.BLOCKING, event);
    }

    void scope(Event event, TaskState task, boolean begin) {
        int scope = event.scope.ordinal();
        if (begin) {
            task.scopes[scope]++;
        } else if (task.scopes[scope] > 0) {
            task.scopes[scope]--;
        } else {
            session.anomalies.add(Anomalies.SCOPE_NOT_BEGUN, event.line);
        }
    }

    void beginReclaim(Event event, Frame frame) {
        int classId = event.className == Names.NONE
                ? session.classes.reclaim
                : session.classes.of(event.className, event.subclass, ResourceKind.RECLAIM);
        if (classId != session.classes.reclaim) {
            linkOnce(session.classes.reclaim, classId, frame, event);
        }
        if (frame.inReclaim == 0) {
            session.dependencies.waitFor(frame, classId * 2, null, WaitKind.BLOCKING, event);
        }
        session.begin(session.newHold(frame, event, classId, ResourceKind.RECLAIM, null));
    }

    void endReclaim(Event event, Frame frame) {
        for (int i = frame.count - 1; i >= 0; i--) {
            Hold hold = frame.holds[i];
            if (hold.kind == ResourceKind.RECLAIM && !hold.lockLike) {
                session.end(hold);
                return;
            }
        }
        session.anomalies.add(Anomalies.RECLAIM_NOT_BEGUN, event.line);
    }

    void beginNotifier(Event event, Frame frame) {
        Resource notifier = session.resources.plain(event.instance);
        if (notifier.classId == ClassTable.NONE) {
            notifier.classId = session.classes.mmuNotifier;
        }
        int classId = session.classify(notifier, event, ResourceKind.NOTIFIER, "notifier");
        boolean mmu = event.hasModel || session.classes.entry(classId).name.contains(ClassNames.MMU_NOTIFIER);
        if (mmu && classId != session.classes.mmuNotifier) {
            linkOnce(session.classes.mmuNotifier, classId, frame, event);
        }
        session.dependencies.waitFor(frame, classId * 2, notifier, WaitKind.BLOCKING, event);
        Hold hold = session.newHold(frame, event, classId, ResourceKind.NOTIFIER, notifier);
        hold.model = mmu ? event.model.ordinal() + 1 : 0;
        hold.nonBlocking = event.blocking == Toggle.NO;
        hold.pages = event.pageCount < 0 ? null : Arrays.copyOf(event.pages, event.pageCount);
        session.begin(hold);
    }

    void endNotifier(Event event, TaskState task, Frame frame) {
        Resource notifier = session.resources.plain(event.instance);
        for (Hold hold = notifier.holders; hold != null; hold = hold.nextOfResource) {
            if (hold.frame != null && hold.frame.task == task) {
                if (event.result != EventResult.AGAIN && hold.model != 0) {
                    checkDma(hold, frame, event);
                }
                session.end(hold);
                return;
            }
        }
        session.anomalies.add(Anomalies.NOTIFIER_NOT_BEGUN, event.line);
    }

    void beginDma(Event event) {
        Page page = session.resources.page(event.instance);
        page.dma++;
        openDma.add(page);
    }

    /** Events were lost: whether a device still reads or writes is not known. */
    void lost() {
        openDma.clear();
    }

    void endDma(Event event) {
        Page page = session.resources.page(event.instance);
        if (page.dma == 0) {
            session.anomalies.add(Anomalies.DMA_NOT_BEGUN, event.line);
        } else if (--page.dma == 0) {
            openDma.remove(page);
        }
    }

    private int flags(Event event) {
        int flags = reach.get(event.flags);
        if (flags < 0) {
            flags = GfpFlags.parse(session.names.text(event.flags));
            reach.put(event.flags, flags);
        }
        if (flags == GfpFlags.UNKNOWN) {
            session.anomalies.add(Anomalies.UNKNOWN_FLAGS, event.line);
        }
        return flags;
    }

    /** A notifier that allocates waits for notifiers: for itself. */
    private void recursionOnNotifier(Frame frame, Event event) {
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.kind == ResourceKind.NOTIFIER && hold.classId == session.classes.mmuNotifier) {
                SortedMap<String, String> details = new TreeMap<>();
                details.put("instance", "other");
                int node = hold.node();
                session.observe(
                        Observation.Kind.RECURSION, "same-class", node, node, details, frame, hold, null, event);
            }
        }
    }

    private void linkOnce(int from, int to, Frame frame, Event event) {
        Edge edge = session.dependencies.edge(from * 2, to * 2, Basis.SECTION, WaitKind.BLOCKING);
        if (edge.linked) {
            edge.count++;
            return;
        }
        edge.linked = true;
        session.dependencies.link(
                from * 2, to * 2, Basis.SECTION, WaitKind.BLOCKING, session.witnesses.of(frame, null, null, event));
    }

    private void checkDma(Hold hold, Frame frame, Event event) {
        int[] range = hold.pages;
        for (Page page : openDma) {
            boolean inRange = range == null || Arrays.stream(range).anyMatch(each -> each == page.instance);
            if (inRange && page.pins == 0) {
                SortedMap<String, String> details = new TreeMap<>();
                details.put(
                        "model",
                        NotifierModel.values()[hold.model - 1]
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'));
                details.put("pinned", "false");
                session.observe(
                        Observation.Kind.RULE,
                        "dma-open-at-notifier-end",
                        hold.node(),
                        hold.node(),
                        details,
                        frame,
                        hold,
                        page,
                        event);
            }
        }
    }
}
