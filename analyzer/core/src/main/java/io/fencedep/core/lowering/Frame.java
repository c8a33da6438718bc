package io.fencedep.core.lowering;

import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one task holds and has waited for in one interrupt context: the task itself, or an interrupt on top of it.
 * Dependencies never cross frames.
 */
final class Frame {
    final TaskState task;
    InterruptContext context;
    boolean irqThreaded;
    Hold[] holds = new Hold[8];
    int count;
    final Unit unit = new Unit();
    /** All that it held when a witness was made last. */
    List<Held> shown = List.of();

    /** The last word of irqs-on and irqs-off, or of softirqs, in this frame. */
    Toggle irqs = Toggle.UNSAID;

    Toggle softirqs = Toggle.UNSAID;

    /** They were off when events were lost, so until they are spoken of again they may be either. */
    boolean irqsInDoubt;

    boolean softirqsInDoubt;

    /** Whether interrupts are enabled at the event at hand. */
    boolean irqsOn;

    boolean softirqsOn;
    /** Whether the recording says that interrupts are disabled; one that says nothing does not. */
    boolean irqsOff;

    /** Holds that were not yet found with an interrupt enabled. */
    int unmarked;
    /** Holds whose dependencies cannot go through the memo: late duties and limited resources. */
    int special;

    /** How many of the holds are of reclaim: inside, nobody waits for it. */
    int inReclaim;

    /** The interrupts that holds were last marked for as bits, and whether that must be looked at again. */
    int enabledFor;

    boolean changed;
    private long[] chains = new long[8];
    private long[] instances = new long[8];

    Frame(TaskState task, InterruptContext context) {
        this.task = task;
        this.context = context;
    }

    /** A hash of everything that is held here, in order; what lockdep calls the chain key. */
    long chain() {
        return count == 0 ? context.ordinal() : chains[count - 1];
    }

    /** A hash of which instances are held here and below, in order. */
    long instances() {
        if (count > 0) {
            return instances[count - 1];
        }
        Frame below = below();
        return below == null ? task.id : below.instances();
    }

    void push(Hold hold) {
        if (count == holds.length) {
            holds = Arrays.copyOf(holds, count * 2);
            chains = Arrays.copyOf(chains, count * 2);
            instances = Arrays.copyOf(instances, count * 2);
        }
        hold.frame = this;
        chains[count] = mix(chain(), hold.signature());
        instances[count] = mix(instances(), System.identityHashCode(hold.resource));
        holds[count++] = hold;
        inReclaim += hold.kind == ResourceKind.RECLAIM ? 1 : 0;
        unmarked++;
        changed = true;
    }

    /** Takes a hold out, wherever it stands. */
    void remove(Hold hold) {
        int index = indexOf(hold);
        for (int i = index; i < count - 1; i++) {
            holds[i] = holds[i + 1];
        }
        count--;
        inReclaim -= hold.kind == ResourceKind.RECLAIM ? 1 : 0;
        if (hold.enabledMarks != 3) {
            unmarked--;
        }
        rechain(index);
    }

    /** The signature of a hold has changed. */
    void rechain(Hold hold) {
        rechain(indexOf(hold));
    }

    /** Whether this is held here, and a lock that lockdep passes over was taken since and is held. */
    boolean isDistant(Hold hold) {
        boolean over = false;
        for (int i = count - 1; i >= 0; i--) {
            if (holds[i] == hold) {
                return over;
            }
            over |= holds[i].passedOver;
        }
        return false;
    }

    /** Whether an item of a queue runs here. */
    boolean isQueued() {
        for (int i = 0; i < count; i++) {
            if (holds[i].kind == ResourceKind.QUEUE) {
                return true;
            }
        }
        return false;
    }

    /** The class of a place held here that is its queue's only one, as far as is known; negative when there is none. */
    int onlyPlace() {
        for (int i = 0; i < count; i++) {
            if (holds[i].kind == ResourceKind.PLACE && holds[i].excludes) {
                return holds[i].classId;
            }
        }
        return -1;
    }

    private int indexOf(Hold hold) {
        int index = count - 1;
        while (holds[index] != hold) {
            index--;
        }
        return index;
    }

    /** Recomputes the chain from a hold whose signature changed, or that is gone. */
    private void rechain(int from) {
        int all = count;
        for (count = from; count < all; count++) {
            chains[count] = mix(chain(), holds[count].signature());
            instances[count] = mix(instances(), System.identityHashCode(holds[count].resource));
        }
        changed = true;
    }

    private @Nullable Frame below() {
        for (int level = task.level; level > 0; level--) {
            if (task.frames[level] == this) {
                return task.frames[level - 1];
            }
        }
        return null;
    }

    static long mix(long chain, long value) {
        long mixed = (chain ^ value) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 29;
    }
}
