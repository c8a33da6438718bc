package io.fencedep.core.lowering;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one instance: a lock, a fence, a work item, a page, a notifier, a device. */
class Resource {
    /** Its id in the recording's table, until that table forgets it. */
    final int instance;

    int classId;
    /** Counts how often its name came to stand for something new. */
    int life;
    /** The class of the one that was destroyed under its name: its own as well unless it is given another one. */
    int classBefore;

    /** Who holds it, the latest first. */
    @Nullable
    Hold holders;

    Resource(int instance) {
        this.instance = instance;
    }

    /** Whether nothing would be lost if it were forgotten. */
    boolean idle() {
        return holders == null;
    }

    /** Forgets what it was in the middle of: events were lost. */
    void forgetState() {}

    /** What those who held it have waited for, as far as it may close a ring of instances. */
    List<Rings.Wait> waitsFor() {
        return List.of();
    }

    void addHolder(Hold hold) {
        hold.nextOfResource = holders;
        if (holders != null) {
            holders.previousOfResource = hold;
        }
        holders = hold;
    }

    void removeHolder(Hold hold) {
        Hold next = hold.nextOfResource;
        Hold previous = hold.previousOfResource;
        if (previous != null) {
            previous.nextOfResource = next;
        } else if (holders == hold) {
            holders = next;
        } else {
            return;
        }
        if (next != null) {
            next.previousOfResource = previous;
        }
        hold.nextOfResource = null;
        hold.previousOfResource = null;
    }

    /** The latest hold of this by a task; found by what the task holds where many hold this. */
    @Nullable
    Hold latestBy(TaskState task) {
        Hold latest = holders;
        if (latest == null || latest.nextOfResource == null) {
            return latest != null && latest.frame != null && latest.frame.task == task ? latest : null;
        }
        for (int level = task.frames.length - 1; level >= 0; level--) {
            Frame frame = task.frames[level];
            for (int i = frame == null ? -1 : frame.count - 1; i >= 0; i--) {
                if (frame.holds[i].resource == this) {
                    return frame.holds[i];
                }
            }
        }
        return null;
    }

    /** A fence. */
    static final class Fence extends Resource {
        static final long NEVER = -1;
        private static final int SEVERAL = -1;

        long created = NEVER;
        long published = NEVER;
        long submitted = NEVER;
        long signalled = NEVER;
        /** The one task that has signalled it, and each part of it; {@link #SEVERAL}, or none yet. */
        int signaller;

        /** Whether it only follows one that was signalled: nobody needs it before somebody waits for it. */
        boolean follows;
        /** Since when somebody has really waited for it. */
        long awaited = NEVER;

        boolean userspace;
        int timeline;
        long seqno;
        boolean hasSeqno;
        int device;
        int sections;
        int publisher;
        long publishSyscall;

        @Nullable
        Hold duty;

        /** Duties that outlasted their unit of work in an interrupt that is over: they count if it is submitted. */
        final List<Hold> lateDuties = new ArrayList<>(0);

        @Nullable
        Work signalItem;

        long signalItemQueued;
        int signalItemQueuer;
        final Waiters waiters = new Waiters();
        /** Who has seen that it is signalled. */
        @Nullable
        LongSet seenBy;

        /** What to look at again when it turns out, after somebody waited for it, what it is. */
        final List<Runnable> onceCreated = new ArrayList<>(0);
        /** Dependencies counted as awaited because of waiters that have not said yet whether they slept. */
        final List<AwaitedClaim> claims = new ArrayList<>(0);

        private final List<Rings.Wait> waitsFor = new ArrayList<>(0);
        /** Dependencies of other fences on this one, made when nobody had told yet that it exists. */
        final List<Edge> dependants = new ArrayList<>(0);

        Fence(int instance) {
            super(instance);
        }

        @Override
        boolean idle() {
            return super.idle()
                    && waiters.isEmpty()
                    && claims.isEmpty()
                    && (signalled != NEVER || created == NEVER && published == NEVER);
        }

        @Override
        void forgetState() {
            sections = 0;
            seenBy = null;
            waiters.clear();
            claims.clear();
            onceCreated.clear();
            waitsFor.clear();
            lateDuties.clear();
        }

        @Override
        List<Rings.Wait> waitsFor() {
            return waitsFor;
        }

        /** From when on waits on the way to its signal count. */
        long visibleSince() {
            return published != NEVER ? published : created;
        }

        /** From when on an item of a pool that begins is on the way to its signal from its beginning on. */
        long neededSince() {
            return follows ? awaited : visibleSince();
        }

        /** A task signals it, or a part of it. */
        void signalledBy(TaskState task) {
            int number = task.id + 1;
            signaller = signaller == 0 || signaller == number ? number : SEVERAL;
        }

        /** Whether nobody else has signalled it, or a part of it: another one may be the last in another run. */
        boolean isSignalledBy(TaskState task) {
            return signaller == task.id + 1;
        }

        /** Whether this waiter signalled it, all alone, earlier in the unit of work in which it waits. */
        boolean wasSignalledBy(Waiter waiter) {
            return signalled != NEVER
                    && isSignalledBy(waiter.frame.task)
                    && signalled >= waiter.unitBegan
                    && signalled < waiter.since;
        }

        /** Whether code that runs in one order, see {@link Session#inOrder}, has seen that it is signalled. */
        boolean isSeenBy(long order) {
            return seenBy != null && seenBy.contains(order);
        }

        /** Code that runs in one order sees that it is signalled: it waits for it no more. */
        void sees(long order) {
            if (signalled == NEVER || order == Session.UNORDERED) {
                return;
            }
            if (seenBy == null) {
                seenBy = new LongOpenHashSet(2);
            }
            seenBy.add(order);
        }

        void recycle() {
            seenBy = null;
            created = NEVER;
            published = NEVER;
            submitted = NEVER;
            signalled = NEVER;
            signaller = 0;
            follows = false;
            awaited = NEVER;
            userspace = false;
            timeline = 0;
            hasSeqno = false;
            device = 0;
            signalItem = null;
            life++;
            onceCreated.clear();
            waitsFor.clear();
            lateDuties.clear();
            dependants.clear();
        }
    }

    /** Several fences of which one is enough: what a wait for any of them names. */
    static final class AnyOf extends Resource {
        final List<Fence> fences;

        AnyOf(List<Fence> fences) {
            super(-1);
            this.fences = fences;
        }
    }

    /** A task that waits for a fence. */
    static final class Waiter {
        final Frame frame;
        final long since;
        /** When its unit of work began. */
        final long unitBegan;
        /** Whether it turned out that it never slept. */
        boolean awake;
        /** The same task's wait before this one, of which no end was seen. */
        @Nullable
        Waiter earlier;

        Waiter(Frame frame, long since) {
            this.frame = frame;
            this.since = since;
            this.unitBegan = frame.unit.began;
        }
    }

    /** Support that counts as awaited unless it turns out that its waiters never slept. */
    record AwaitedClaim(SignalSupport.Entry entry, boolean stillHeld, Collection<Waiter> waiters) {}

    /** A work item. */
    static final class Work extends Resource {
        /** Where it runs, when that was said. */
        @Nullable
        Queue queue;

        long queued = -1;
        int queuer;
        long began = -1;

        /** Whether it is known already that its next run waits for a place. */
        boolean placed;

        Work(int instance) {
            super(instance);
        }

        /** How many items of its queue run at once, as far as it is known by now; 0 for any number. */
        long capacity() {
            return queue == null ? 0 : queue.capacity;
        }

        /** Whether other items of its queue may run at the same time. */
        boolean runsWithOthers() {
            return queue != null && (queue.capacity != 1 || queue.grows);
        }
    }

    /** A queue: whoever runs an item of it holds the queue, and a place when there is a limited number of them. */
    static final class Queue extends Resource {
        final int name;
        /** Whether it may run more items at once than it has places. */
        final boolean grows;

        long capacity;

        Queue(int name, boolean grows, int queueClass) {
            super(-1);
            this.name = name;
            this.grows = grows;
            classId = queueClass;
        }
    }

    /** A page. */
    static final class Page extends Resource {
        int pins;
        int pinClass;
        int dma;
        int exclusiveWithoutCallback;
        /** A migration of it that has not succeeded. */
        @Nullable
        Runnable migrationFailed;

        private final List<Rings.Wait> waitsFor = new ArrayList<>(0);

        Page(int instance) {
            super(instance);
        }

        @Override
        List<Rings.Wait> waitsFor() {
            return waitsFor;
        }

        @Override
        void forgetState() {
            pins = 0;
            dma = 0;
            exclusiveWithoutCallback = 0;
            migrationFailed = null;
            waitsFor.clear();
        }

        @Override
        boolean idle() {
            return super.idle() && pins == 0 && dma == 0 && migrationFailed == null;
        }
    }

    /** A device. */
    static final class Device extends Resource {
        /** Those that were published and not signalled yet, as far as is known: none from before events were lost. */
        final List<Fence> fences = new ArrayList<>();

        Device(int instance) {
            super(instance);
        }

        /** Whether a reset or fault that began with this hold owes the signal of a fence. */
        boolean owes(Fence fence, Hold hold) {
            return fences.contains(fence) && fence.published < hold.since && fence.signalled == Fence.NEVER;
        }

        @Override
        void forgetState() {
            fences.clear();
        }

        @Override
        boolean idle() {
            return super.idle() && fences.isEmpty();
        }
    }
}
