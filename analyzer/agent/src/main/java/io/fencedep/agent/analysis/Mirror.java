package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.KeyLock;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.core.model.Names;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the events have told of one thread. */
final class Mirror {
    /** What no message says, so that any message ends it. */
    static final long NO_SEQUENCE = -1;

    /** A hold that the events have told of. */
    record Told(
            long sequence,
            long instance,
            int how,
            int name,
            int className,
            boolean placed,
            @Nullable KeyLock keyLock) {
        Told(long sequence, long instance, int how, int name) {
            this(sequence, instance, how, name, Names.NONE, false, null);
        }

        /** Whether this is what the message says that its thread waits for, as an earlier one has. */
        boolean isStillBlocked(Message message) {
            return message.kind == Message.Kind.BLOCKED
                    && sequence == NO_SEQUENCE
                    && (message.subject != null && message.subject.id == instance
                            || message.on != null && message.on.id == instance);
        }
    }

    /** Its thread. */
    final ThreadState thread;
    /** The name of that. */
    final int task;
    /** What it holds, the last one last. */
    final List<Told> holds = new ArrayList<>();
    /** How many threads it has started or joined. */
    int steps;

    Mirror(ThreadState thread, int task) {
        this.thread = thread;
        this.task = task;
    }

    boolean holdsNothing() {
        return holds.isEmpty();
    }
}
