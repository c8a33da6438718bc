package io.fencedep.core.lowering;

import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockMode;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one task. */
final class TaskState {
    /** A wait that a joiner of this task would wait for as well. */
    record Waited(int target, WaitKind kind, Witness witness, InstancePairs pairs, TaskSpans spans) {}

    /** From one start or join of a task to the next; known by its identity. */
    static final class Moment {
        /** Whose. */
        final int task;

        final Stamp stamp;
        /** How many starts and joins of its own came before. */
        final int step;
        /** Which one of those who had that name; negative when that is not known. */
        final int life;

        Moment(int task, Stamp stamp, int step, int life) {
            this.task = task;
            this.stamp = stamp;
            this.step = step;
            this.life = life;
        }
    }

    final int id;
    final int nameId;
    final String name;
    final Frame[] frames = new Frame[InterruptContext.values().length];
    int level;

    /** How often each kind of scope is open. */
    final int[] scopes = new int[3];

    /** Where it was started, when that was seen. */
    int startSite;

    boolean started;
    boolean joined;
    long lastLine;
    /** How many events it had. */
    long lines;

    /** What {@link #waits} has, by target and kind. */
    final Int2ObjectOpenHashMap<Waited> waited = new Int2ObjectOpenHashMap<>();

    final List<Waited> waits = new ArrayList<>();
    /** How many of its waits its joiners are known to wait for. */
    int linkedWaits;

    Stamp stamp = Stamp.NONE;
    /** Counts the stamps it had. */
    int stampNumber;
    /** What no start or join has ended yet. */
    Moment moment;
    /** Counts those who had this name. */
    int life;

    /** Holds of its parent that guard it, if the parent keeps them until it has joined. */
    final List<Guard> guards = new ArrayList<>();

    /** The last three failures to get an instance by trying. */
    @Nullable
    Int2ObjectOpenHashMap<long[]> failedTries;

    /** The wait that is its last line so far. */
    /** For each context of the task, what it waits for at its last line there. */
    private final Blocked[] waiting = {new Blocked(), new Blocked(), new Blocked(), new Blocked()};

    /** The one of the present context. */
    Blocked blocked = waiting[0];

    TaskState(int id, int nameId, String name) {
        this.id = id;
        this.nameId = nameId;
        this.name = name;
        frames[0] = new Frame(this, InterruptContext.TASK);
        moment = new Moment(id, stamp, 0, 0);
    }

    /**
     * Whether nothing would be lost if it were forgotten.
     *
     * @param evenIfItWaited also when it remembers waits that might once turn out to be on the way to a signal
     */
    boolean isIdle(boolean evenIfItWaited) {
        for (Blocked each : waiting) {
            if (each.active) {
                return false;
            }
        }
        return level == 0
                && frames[0].count == 0
                && !started
                && !joined
                && stamp.isEmpty()
                && guards.isEmpty()
                && (frames[0].unit.size == 0 || !frames[0].unit.recorded || evenIfItWaited)
                && frames[0].unit.item == null
                && frames[0].unit.syscall == 0
                && scopes[0] + scopes[1] + scopes[2] == 0;
    }

    Frame top() {
        return frames[level];
    }

    /** Something that a parent held when it started this task. */
    static final class Guard {
        final Resource resource;
        final int node;
        final Hold hold;
        final long since;
        final TaskState parent;
        /** The parent's own guard that this one passes on, or null when the parent held it itself. */
        final @Nullable Guard inherited;

        boolean confirmed;

        Guard(TaskState parent, Hold hold, @Nullable Guard inherited, Resource resource, int node) {
            this.parent = parent;
            this.resource = resource;
            this.node = node;
            this.hold = hold;
            this.since = hold.since;
            this.inherited = inherited;
        }

        /** Whether the parent kept it until the task had ended. */
        boolean stands() {
            return confirmed && (inherited == null || inherited.stands());
        }

        /** Whether it is not over yet: what a name does after its task was joined is done by nobody that this guards. */
        boolean isOpen() {
            return !confirmed && (inherited == null || inherited.isOpen());
        }

        /** Notes that the parent has waited for the task's end, if it still holds the same. */
        void joinedBy(TaskState joiner) {
            boolean kept = inherited != null
                    || hold.since == since && hold.frame != null && hold.resource == resource && hold.excludes;
            confirmed |= joiner == parent && kept;
        }
    }

    /** What it did so far was done by another one of its name. */
    void forgetRun() {
        waited.clear();
        waits.clear();
        linkedWaits = 0;
        guards.clear();
        joined = false;
    }

    /** A line of the task in its present context: it waits no more, and no interrupt is left above. */
    void movesOn() {
        for (int above = level; above < waiting.length; above++) {
            if (waiting[above].active) {
                if (waiting[above].acquire != null) {
                    waiting[above].acquire.pending = false;
                }
                waiting[above].clear();
            }
        }
        blocked = waiting[level];
    }

    /** A hold that is over is nothing to wait for. */
    void noLongerTakes(Hold hold) {
        for (Blocked each : waiting) {
            if (each.acquire == hold) {
                each.clear();
            }
        }
    }

    /** Nothing is known any more of what it waits for. */
    void unblock() {
        for (Blocked each : waiting) {
            each.clear();
        }
        blocked = waiting[0];
    }

    /** At the end: what the innermost of its contexts waits for. */
    void lastWait() {
        for (Blocked each : waiting) {
            if (each.active) {
                blocked = each;
            }
        }
    }

    /** What a task waits for at its last line. */
    static final class Blocked {
        boolean active;
        /** In which of the task's contexts. */
        int level;

        boolean timed;
        int target;
        long line;
        int at;
        int stack;
        int driver;

        @Nullable
        Hold acquire;

        /** How a lock is asked for; null when it is no lock that is waited for. */
        @Nullable
        LockMode mode;

        /** How many may have that lock at once. */
        long capacity;

        final List<Resource> any = new ArrayList<>();

        @Nullable
        Resource resource;

        @Nullable
        TaskState child;

        int queue;

        void clear() {
            active = false;
            timed = false;
            acquire = null;
            mode = null;
            any.clear();
            resource = null;
            child = null;
            queue = 0;
        }
    }
}
