package io.fencedep.formats.load;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Timing;
import io.fencedep.core.model.Timing.Moment;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Follows what begins at some lines of a trace to where it ends. Throws {@link AllKnown} when there is no more to learn. */
final class Intervals implements EventSink {
    /** Thrown through the reader to end it. */
    static final class AllKnown extends RuntimeException {
        private static final long serialVersionUID = 1;

        AllKnown() {
            super("all is known", null, false, false);
        }
    }

    /** What can be held, as far as its beginning and its end say. */
    private enum Held {
        LOCK,
        SECTION,
        DUTY,
        WORK,
        NOTIFIER,
        RECLAIM,
        RESET,
        FAULT,
        REFERENCE,
        PIN
    }

    /** Something that began at a wanted line and is not over. */
    private static final class Open {
        final long line;
        final int task;
        final InterruptContext context;
        final int instance;
        final int className;
        final @Nullable Held held;
        final @Nullable EventKind end;
        /** How often the same was taken by the same task again. */
        int again;

        Open(Event event, @Nullable Held held, @Nullable EventKind end) {
            this.line = event.line;
            this.task = event.task;
            this.context = event.context;
            this.instance = event.instance;
            this.className = event.instance == 0 ? event.className : Names.NONE;
            this.held = held;
            this.end = end;
        }

        boolean isAbout(Event event) {
            return instance == event.instance
                    && (instance != 0 || className == event.className || className == Names.NONE);
        }
    }

    private final LongOpenHashSet wanted;
    private final SortedMap<Long, Timing> timings = new TreeMap<>();
    private final List<Open> holds = new ArrayList<>();
    private final List<Open> waits = new ArrayList<>();

    Intervals(Collection<Long> wanted) {
        this.wanted = new LongOpenHashSet(wanted);
    }

    SortedMap<Long, Timing> timings() {
        return timings;
    }

    /** Whether this instance still matters. */
    boolean concerns(int instance) {
        return holds.stream().anyMatch(open -> open.instance == instance)
                || waits.stream().anyMatch(open -> open.instance == instance);
    }

    @Override
    public void accept(Event event) {
        if (!waits.isEmpty()) {
            endWaits(event);
        }
        if (!holds.isEmpty()) {
            endHolds(event);
        }
        if (wanted.remove(event.line)) {
            begin(event);
        }
        if (wanted.isEmpty() && holds.isEmpty() && waits.isEmpty()) {
            throw new AllKnown();
        }
    }

    private void begin(Event event) {
        Held held = event.failed ? null : beginning(event);
        timings.put(event.line, new Timing(event.time, held != null, null, null));
        if (held != null) {
            holds.add(new Open(event, held, null));
        }
        if (!event.tried) {
            switch (event.kind) {
                case ACQUIRE -> waits.add(new Open(event, null, EventKind.ACQUIRED));
                case FENCE_WAIT -> waits.add(new Open(event, null, EventKind.FENCE_WAITED));
                case WORK_FLUSH -> waits.add(new Open(event, null, EventKind.WORK_FLUSHED));
                case TASK_JOIN -> waits.add(new Open(event, null, EventKind.TASK_JOINED));
                case PAGE_MIGRATE -> waits.add(new Open(event, null, EventKind.PAGE_MIGRATED));
                case ALLOC -> waits.add(new Open(event, null, null));
                default -> {
                    // Nothing is waited for there.
                }
            }
        }
    }

    private void endWaits(Event event) {
        for (int i = waits.size() - 1; i >= 0; i--) {
            Open wait = waits.get(i);
            if (wait.task != event.task || wait.context != event.context) {
                continue;
            }
            boolean told = event.kind == wait.end;
            Timing before = timing(wait);
            if (told || before.waited() == null) {
                timings.put(wait.line, new Timing(before.time(), before.hold(), before.released(), moment(event)));
            }
            // A lock that somebody goes on after is had; other waits have inner steps before their end is told.
            if (told || wait.end == null || wait.end == EventKind.ACQUIRED) {
                waits.remove(i);
            }
        }
    }

    private void endHolds(Event event) {
        if (event.kind == EventKind.LOST) {
            holds.forEach(hold -> release(hold, event));
            holds.clear();
            return;
        }
        Held begun = beginning(event);
        boolean ended = false;
        for (int i = holds.size() - 1; i >= 0; i--) {
            Open hold = holds.get(i);
            if (!hold.isAbout(event)) {
                continue;
            }
            boolean same = hold.task == event.task;
            if (begun != null && begun == hold.held && same) {
                hold.again++;
            } else if (hold.held != null && !event.isPartOfSignal() && ends(hold.held, event.kind, same)) {
                if (hold.held == Held.LOCK && !same) {
                    givenBack(hold, event);
                } else if (hold.again > 0) {
                    hold.again--;
                } else if (!ended) {
                    release(hold, event);
                    holds.remove(i);
                    ended = true;
                }
            }
        }
    }

    /** Another task releases such a lock: a semaphore perhaps; but not if the task itself does so later. */
    private void givenBack(Open hold, Event event) {
        if (timing(hold).released() == null) {
            release(hold, event);
        }
    }

    private void release(Open hold, Event event) {
        Timing before = timing(hold);
        timings.put(hold.line, new Timing(before.time(), true, moment(event), before.waited()));
    }

    private Timing timing(Open open) {
        return timings.getOrDefault(open.line, new Timing(Event.ABSENT, false, null, null));
    }

    private static Moment moment(Event event) {
        return new Moment(event.line, event.time);
    }

    private static @Nullable Held beginning(Event event) {
        return switch (event.kind) {
            case ACQUIRE -> Held.LOCK;
            case SIGNALLING_BEGIN -> Held.SECTION;
            case FENCE_PUBLISH -> Held.DUTY;
            case WORK_BEGIN -> Held.WORK;
            case NOTIFIER_BEGIN -> Held.NOTIFIER;
            case RECLAIM_BEGIN -> Held.RECLAIM;
            case RESET_BEGIN -> Held.RESET;
            case FAULT_BEGIN -> Held.FAULT;
            case PAGE_GET -> Held.REFERENCE;
            case PAGE_PIN -> Held.PIN;
            default -> null;
        };
    }

    /** Whether an event of this kind ends such a hold; of others' doings only what the trace format lets others do. */
    private static boolean ends(Held held, EventKind kind, boolean same) {
        return switch (held) {
            case LOCK -> kind == EventKind.RELEASE;
            case SECTION -> kind == EventKind.FENCE_SIGNAL || same && kind == EventKind.SIGNALLING_END;
            case DUTY ->
                kind == EventKind.FENCE_SUBMIT || kind == EventKind.FENCE_SIGNAL || kind == EventKind.FENCE_DESTROY;
            case WORK -> same && kind == EventKind.WORK_END;
            case NOTIFIER -> same && kind == EventKind.NOTIFIER_END;
            case RECLAIM -> same && kind == EventKind.RECLAIM_END;
            case RESET -> same && kind == EventKind.RESET_END;
            case FAULT -> same && kind == EventKind.FAULT_END;
            case REFERENCE -> kind == EventKind.PAGE_PUT;
            case PIN -> kind == EventKind.PAGE_UNPIN;
        };
    }
}
