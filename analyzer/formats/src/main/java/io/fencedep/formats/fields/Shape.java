package io.fencedep.formats.fields;

import static io.fencedep.formats.fields.Field.*;

import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Namespace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which fields an event has, and which of them it must have: the tables of the trace format. */
public final class Shape {
    private static final Field[] COMMON = {TIME, CONTEXT, IRQ_THREADED, IRQS, SOFTIRQS, DRIVER, AT, STACK};
    private static final Field[] HOW_TO_LOCK = {
        KIND, MODE, TRY, FAILED, NEST, NESTS, CHECK, TIMEOUT, REENTRANT, CAPACITY, WAIT_INNER, WAIT_OUTER, LOCK_TYPE
    };
    private static final EventResult[] WAITS = {EventResult.SIGNALED, EventResult.TIMEOUT, EventResult.INTERRUPTED};
    private static final Shape[] SHAPES = new Shape[EventKind.values().length];

    static {
        for (EventKind kind : EventKind.values()) {
            SHAPES[kind.ordinal()] = of(kind, new Shape(kind).needs(TASK).takes(COMMON));
        }
    }

    private final EventKind kind;
    private final Slot[] slots = new Slot[Long.SIZE];
    private final List<List<Field>> needs = new ArrayList<>();
    private long[] needed = {};
    private long fields;

    private Shape(EventKind kind) {
        this.kind = kind;
        for (Field field : Field.values()) {
            slots[field.ordinal()] = field.slot();
        }
    }

    /** The shape of this kind of event. */
    public static Shape of(EventKind kind) {
        return of(kind.ordinal());
    }

    /** The shape of the kind of event with this ordinal. */
    public static Shape of(int kind) {
        return SHAPES[kind];
    }

    public EventKind kind() {
        return kind;
    }

    /** A bit for each field that the event has; what else a line has is ignored. */
    public long fields() {
        return fields;
    }

    /** Where the event keeps this field, which it has. */
    public Slot slot(int field) {
        return slots[field];
    }

    /** The first set of fields of which a line with these fields has none and must have one, or -1. */
    public int missing(long present) {
        for (int i = 0; i < needed.length; i++) {
            if ((needed[i] & present) == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The sets of fields of each of which a line must have one. */
    public List<List<Field>> needs() {
        return needs;
    }

    /** Whether a line may have to have this field. */
    public boolean mayNeed(int field) {
        for (long set : needed) {
            if ((set >>> field & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    private static Shape of(EventKind kind, Shape shape) {
        return switch (kind) {
            case ACQUIRE -> shape.needs(LOCK).classed().takes(HOW_TO_LOCK);
            case ACQUIRED -> shape.needs(LOCK).classed().ends(EventResult.OK, EventResult.TIMEOUT);
            case RELEASE, DOWNGRADE -> shape.needs(LOCK).classed();
            case FENCE_CREATE -> shape.needs(FENCE).classed().takes(TIMELINE, SEQNO, USERSPACE, DEVICE, SLEPT);
            case FENCE_PUBLISH, FENCE_SUBMIT, FENCE_DESTROY ->
                shape.needs(FENCE).classed();
            case FENCE_DEPEND -> shape.needs(FENCE).needs(ON).classed();
            case SIGNALLING_BEGIN, SIGNALLING_END -> shape.needs(FENCE, CLASS).classed();
            case FENCE_SIGNAL -> shape.needs(FENCE).classed().takes(STATUS, COUNT);
            case FENCE_WAIT -> shape.needs(FENCE, ANY).classed().takes(TIMEOUT, INTERRUPTIBLE, SLEPT, BEGUN);
            case FENCE_WAITED -> shape.needs(FENCE, ANY).classed().takes(SLEPT).ends(WAITS);
            case ALLOC -> shape.needs(FLAGS).takes(SIZE);
            case SCOPE_BEGIN, SCOPE_END -> shape.needs(SCOPE);
            case RECLAIM_BEGIN, RECLAIM_END -> shape.classed();
            case NOTIFIER_BEGIN -> shape.needs(NOTIFIER).classed().takes(BLOCKING, MODEL, PAGES);
            case NOTIFIER_END -> shape.needs(NOTIFIER).classed().ends(EventResult.OK, EventResult.AGAIN);
            case DMA_BEGIN, DMA_END -> shape.needs(PAGE).classed().takes(DEVICE);
            case WORK_QUEUE, WORK_BEGIN, WORK_END -> shape.needs(WORK).classed().takes(QUEUE, CAPACITY);
            case WORK_FLUSH -> shape.needs(WORK, QUEUE).classed().takes(TIMEOUT, BEGUN);
            case WORK_FLUSHED -> shape.needs(WORK, QUEUE).classed();
            case TASK_START -> shape.needs(CHILD);
            case TASK_JOIN -> shape.needs(CHILD).takes(TIMEOUT);
            case TASK_JOINED -> shape.needs(CHILD).ends(EventResult.OK, EventResult.TIMEOUT);
            case PAGE_GET, PAGE_PUT, PAGE_PIN, PAGE_UNPIN -> shape.needs(PAGE).classed();
            case PAGE_MIGRATE -> shape.needs(PAGE).classed().takes(ZONE);
            case PAGE_MIGRATED -> shape.needs(PAGE).classed().takes(ZONE).ends(EventResult.OK, EventResult.FAILED);
            case PAGE_EXCLUSIVE -> shape.needs(PAGE).classed().takes(CALLBACK);
            case RESET_BEGIN, RESET_END, FAULT_BEGIN, FAULT_END ->
                shape.about(Namespace.DEVICE, DEVICE).classed();
            case SYSCALL_BEGIN, SYSCALL_END -> shape.takes(NAME);
            case IRQS_OFF, IRQS_ON, SOFTIRQS_OFF, SOFTIRQS_ON -> shape;
            case READ, WRITE -> shape.needs(VAR);
            case LOST -> shape.takes(COUNT);
            case MARK -> shape.needs(TEXT);
        };
    }

    /** It must have one of these. */
    private Shape needs(Field... oneOf) {
        long set = 0;
        for (Field field : oneOf) {
            set |= field.bit();
        }
        needs.add(List.of(oneOf));
        needed = Arrays.copyOf(needed, needed.length + 1);
        needed[needed.length - 1] = set;
        fields |= set;
        return this;
    }

    /** It must have this field, which names the instance that it is about. */
    private Shape about(Namespace space, Field field) {
        slots[field.ordinal()] = Slot.instance(space, e -> e.instance, (e, id) -> e.instance = (int) id);
        return needs(field);
    }

    /** It may have these. */
    private Shape takes(Field... more) {
        for (Field field : more) {
            fields |= field.bit();
        }
        return this;
    }

    /** It may say the class of its resource. */
    private Shape classed() {
        return takes(CLASS, SUBCLASS);
    }

    /** It may have one of these results. */
    private Shape ends(EventResult... results) {
        slots[RESULT.ordinal()] = Field.result(results);
        return takes(RESULT);
    }
}
