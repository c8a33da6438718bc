package io.fencedep.agent.boot;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where threads leave messages, without a lock; one thread takes them out, in order. */
public final class Inbox {
    /** What waits here may need an eighth of the memory, at a kilobyte for each. */
    private static final long LIMIT =
            Math.max(20_000, Math.min(300_000, Runtime.getRuntime().maxMemory() / 8 / 1024));

    private static final AtomicReference<@Nullable Message> TOP = new AtomicReference<>();
    private static final int PLAIN = 1_000;
    private static final AtomicLong DROPPED = new AtomicLong();
    private static volatile boolean worthTaking;

    private Inbox() {}

    static boolean put(Message message) {
        while (true) {
            Message top = TOP.get();
            long number = top == null ? 1 : top.number + 1;
            if (number > LIMIT) {
                DROPPED.incrementAndGet();
                return false;
            }
            message.before = top;
            message.number = number;
            if (TOP.compareAndSet(top, message)) {
                if (!worthTaking && (!message.isPlain() || number > PLAIN)) {
                    worthTaking = true;
                }
                return true;
            }
        }
    }

    /** Whether there ever were many messages, or one that can make a dependency. */
    public static boolean isWorthTaking() {
        return worthTaking;
    }

    /** All messages since the last call, in the order in which they were left. */
    public static ArrayDeque<Message> take() {
        ArrayDeque<Message> messages = new ArrayDeque<>();
        Message each = TOP.getAndSet(null);
        while (each != null) {
            messages.addFirst(each);
            Message before = each.before;
            each.before = null;
            each = before;
        }
        return messages;
    }

    /** How many messages found no room since the last call. */
    public static long takeDropped() {
        return DROPPED.getAndSet(0);
    }
}
