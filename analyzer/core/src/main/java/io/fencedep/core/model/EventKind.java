package io.fencedep.core.model;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of the native trace format; {@link #text()} is the name in a trace. */
public enum EventKind {
    ACQUIRE,
    ACQUIRED,
    RELEASE,
    DOWNGRADE,
    FENCE_CREATE,
    FENCE_PUBLISH,
    FENCE_SUBMIT,
    FENCE_DEPEND,
    SIGNALLING_BEGIN,
    FENCE_SIGNAL,
    SIGNALLING_END,
    FENCE_WAIT,
    FENCE_WAITED,
    FENCE_DESTROY,
    ALLOC,
    SCOPE_BEGIN,
    SCOPE_END,
    RECLAIM_BEGIN,
    RECLAIM_END,
    NOTIFIER_BEGIN,
    NOTIFIER_END,
    DMA_BEGIN,
    DMA_END,
    WORK_QUEUE,
    WORK_BEGIN,
    WORK_END,
    WORK_FLUSH,
    WORK_FLUSHED,
    TASK_START,
    TASK_JOIN,
    TASK_JOINED,
    PAGE_GET,
    PAGE_PUT,
    PAGE_PIN,
    PAGE_UNPIN,
    PAGE_MIGRATE,
    PAGE_MIGRATED,
    PAGE_EXCLUSIVE,
    RESET_BEGIN,
    RESET_END,
    FAULT_BEGIN,
    FAULT_END,
    SYSCALL_BEGIN,
    SYSCALL_END,
    IRQS_OFF,
    IRQS_ON,
    SOFTIRQS_OFF,
    SOFTIRQS_ON,
    READ,
    WRITE,
    LOST,
    MARK;

    private static final Map<String, EventKind> BY_TEXT = new HashMap<>();

    static {
        for (EventKind kind : values()) {
            BY_TEXT.put(kind.text(), kind);
        }
    }

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in a trace, such as {@code fence-wait}. */
    public String text() {
        return text;
    }

    /** The kind with this name in a trace, or null when there is none. */
    public static @Nullable EventKind of(String text) {
        return BY_TEXT.get(text);
    }
}
