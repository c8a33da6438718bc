package io.fencedep.core.lowering;

import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;
import java.util.Arrays;

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

    /** The last word of irqs-on and irqs-off, or of softirqs, in this frame. */
    Toggle irqs = Toggle.UNSAID;

    Toggle softirqs = Toggle.UNSAID;

    /** Whether interrupts are enabled at the event at hand. */
    boolean irqsOn;

    boolean softirqsOn;
    /** Whether the recording says that interrupts are disabled; one that says nothing does not. */
    boolean irqsOff;

    /** Holds that were not yet found with an interrupt enabled. */
    int unmarked;
    /** Holds whose dependencies cannot go through the memo: late duties and limited resources. */
    int special;

    int inReclaim;
    private long[] chains = new long[8];

    Frame(TaskState task, InterruptContext context) {
        this.task = task;
        this.context = context;
    }

    /** A hash of everything that is held here, in order; what lockdep calls the chain key. */
    long chain() {
        return count == 0 ? context.ordinal() : chains[count - 1];
    }

    void push(Hold hold) {
        if (count == holds.length) {
            holds = Arrays.copyOf(holds, count * 2);
            chains = Arrays.copyOf(chains, count * 2);
        }
        hold.frame = this;
        chains[count] = mix(chain(), hold.signature());
        holds[count++] = hold;
        unmarked++;
    }

    /** Takes a hold out, wherever it stands. */
    void remove(Hold hold) {
        int index = count - 1;
        while (holds[index] != hold) {
            index--;
        }
        for (int i = index; i < count - 1; i++) {
            holds[i] = holds[i + 1];
        }
        count--;
        if (hold.enabledMarks != 3) {
            unmarked--;
        }
        rechain(index);
    }

    /** Recomputes the chain from a hold whose signature changed, or that is gone. */
    void rechain(int from) {
        for (int i = from; i < count; i++) {
            chains[i] = mix(i == 0 ? context.ordinal() : chains[i - 1], holds[i].signature());
        }
    }

    static long mix(long chain, long value) {
        long mixed = (chain ^ value) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 29;
    }
}
