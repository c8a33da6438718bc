package io.fencedep.formats.fields;

import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.NotifierModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The fields of a trace's lines, in the order in which they are written. Which event has which is said by {@link Shape}. */
public enum Field {
    EVENT(Slot.keyword(List.of(EventKind.values()), EventKind.MARK, e -> e.kind, (e, value) -> e.kind = value)),
    TASK(Slot.name(e -> e.task, (e, id) -> e.task = (int) id)),
    TIME(Slot.integer(Long.MIN_VALUE, Long.MAX_VALUE, Event.ABSENT, e -> e.time, (e, value) -> e.time = value)),

    LOCK(Slot.instance(Namespace.LOCK, e -> e.instance, (e, id) -> e.instance = (int) id)),
    FENCE(Slot.instance(Namespace.FENCE, e -> e.instance, (e, id) -> e.instance = (int) id)),
    ON(Slot.instance(Namespace.FENCE, e -> e.on, (e, id) -> e.on = (int) id)),
    ANY(Slot.instances(Namespace.FENCE)),
    NOTIFIER(Slot.instance(Namespace.NOTIFIER, e -> e.instance, (e, id) -> e.instance = (int) id)),
    WORK(Slot.instance(Namespace.WORK, e -> e.instance, (e, id) -> e.instance = (int) id)),
    PAGE(Slot.instance(Namespace.PAGE, e -> e.instance, (e, id) -> e.instance = (int) id)),
    /** Of a fence or a DMA; resets and faults have one that they are about, see {@link Shape}. */
    DEVICE(Slot.instance(Namespace.DEVICE, e -> e.device, (e, id) -> e.device = (int) id)),
    CLASS(Slot.name(e -> e.className, (e, id) -> e.className = (int) id)),
    SUBCLASS(Slot.integer(0, Integer.MAX_VALUE, 0, e -> e.subclass, (e, value) -> e.subclass = (int) value)),

    KIND(Slot.keyword(
            Arrays.asList(LockKind.values()).subList(1, LockKind.values().length),
            LockKind.UNKNOWN,
            e -> e.lockKind,
            (e, value) -> e.lockKind = value)),
    MODE(Slot.keyword(List.of(LockMode.values()), LockMode.WRITE, e -> e.mode, (e, value) -> e.mode = value)),
    TRY(Slot.flag(true, e -> e.tried, (e, value) -> e.tried = value)),
    FAILED(Slot.flag(true, e -> e.failed, (e, value) -> e.failed = value)),
    NEST(Slot.instance(Namespace.LOCK, e -> e.nest, (e, id) -> e.nest = (int) id)),
    NESTS(Slot.flag(true, e -> e.nests, (e, value) -> e.nests = value)),
    CHECK(Slot.flag(false, e -> !e.unchecked, (e, value) -> e.unchecked = !value)),
    TIMEOUT(Slot.integer(0, Long.MAX_VALUE, Event.ABSENT, e -> e.timeout, (e, value) -> e.timeout = value)),
    INTERRUPTIBLE(Slot.toggle(e -> e.interruptible, (e, value) -> e.interruptible = value)),
    REENTRANT(Slot.flag(true, e -> e.reentrant, (e, value) -> e.reentrant = value)),
    CAPACITY(Slot.integer(1, Long.MAX_VALUE, Event.ABSENT, e -> e.capacity, (e, value) -> e.capacity = value)),
    WAIT_INNER(Slot.integer(1, 4, 0, e -> e.waitInner, (e, value) -> e.waitInner = (int) value)),
    WAIT_OUTER(Slot.integer(1, 4, 0, e -> e.waitOuter, (e, value) -> e.waitOuter = (int) value)),
    LOCK_TYPE(Slot.keyword(
            List.of(LockType.values()),
            LockType.NORMAL,
            e -> e.percpu ? LockType.PERCPU : LockType.NORMAL,
            (e, value) -> e.percpu = value == LockType.PERCPU)),

    TIMELINE(Slot.instance(Namespace.TIMELINE, e -> e.timeline, (e, id) -> e.timeline = (int) id)),
    SEQNO(Slot.integer(
            Long.MIN_VALUE + 1,
            Long.MAX_VALUE,
            Slot.NOTHING,
            e -> e.hasSeqno ? e.seqno : Slot.NOTHING,
            Field::setSeqno)),
    USERSPACE(Slot.flag(true, e -> e.userspace, (e, value) -> e.userspace = value)),
    STATUS(result(EventResult.OK, EventResult.ERROR, EventResult.TIMEOUT)),
    /** Which results an event may have is said by its {@link Shape}. */
    RESULT(result(EventResult.values())),
    SLEPT(Slot.toggle(e -> e.slept, (e, value) -> e.slept = value)),
    BEGUN(Slot.flag(true, e -> e.begun, (e, value) -> e.begun = value)),

    FLAGS(Slot.name(e -> e.flags, (e, id) -> e.flags = (int) id)),
    SIZE(Slot.integer(0, Long.MAX_VALUE, Event.ABSENT, e -> e.size, (e, value) -> e.size = value)),
    SCOPE(Slot.keyword(List.of(AllocScope.values()), null, e -> e.scope, (e, value) -> e.scope = value)),
    BLOCKING(Slot.toggle(e -> e.blocking, (e, value) -> e.blocking = value)),
    MODEL(Slot.keyword(List.of(NotifierModel.values()), null, e -> e.hasModel ? e.model : null, Field::setModel)),
    PAGES(Slot.instances(Namespace.PAGE)),
    QUEUE(Slot.name(e -> e.queue, (e, id) -> e.queue = (int) id)),
    CHILD(Slot.name(e -> e.child, (e, id) -> e.child = (int) id)),
    ZONE(Slot.name(e -> e.zone, (e, id) -> e.zone = (int) id)),
    CALLBACK(Slot.toggle(e -> e.callback, (e, value) -> e.callback = value)),
    NAME(Slot.name(e -> e.text, (e, id) -> e.text = (int) id)),
    VAR(Slot.name(e -> e.text, (e, id) -> e.text = (int) id)),
    TEXT(Slot.name(e -> e.text, (e, id) -> e.text = (int) id)),
    COUNT(Slot.integer(0, Long.MAX_VALUE, Event.ABSENT, e -> e.count, (e, value) -> e.count = value)),

    CONTEXT(Slot.keyword(
            List.of(InterruptContext.values()),
            InterruptContext.TASK,
            e -> e.context,
            (e, value) -> e.context = value)),
    IRQ_THREADED(Slot.flag(true, e -> e.irqThreaded, (e, value) -> e.irqThreaded = value)),
    IRQS(Slot.onOff(e -> e.irqs, (e, value) -> e.irqs = value)),
    SOFTIRQS(Slot.onOff(e -> e.softirqs, (e, value) -> e.softirqs = value)),
    DRIVER(Slot.name(e -> e.driver, (e, id) -> e.driver = (int) id)),
    AT(Slot.name(e -> e.at, (e, id) -> e.at = (int) id)),
    STACK(Slot.stack(e -> e.stack, (e, id) -> e.stack = (int) id));

    /** Finds a field by its text; gives its ordinal. */
    public static final KeywordTable TABLE =
            new KeywordTable(Arrays.stream(values()).map(Field::text).collect(Collectors.toList()));

    private final Slot slot;
    private final String text = name().toLowerCase(Locale.ROOT);

    Field(Slot slot) {
        this.slot = slot;
    }

    /** The name in a line. */
    public String text() {
        return text;
    }

    /** What it takes and where it is kept, unless the event's shape says otherwise. */
    public Slot slot() {
        return slot;
    }

    /** Its place in sets of fields. */
    public long bit() {
        return 1L << ordinal();
    }

    /** A field that takes some of the results. */
    static Slot result(EventResult... results) {
        return Slot.keyword(List.of(results), EventResult.UNSAID, e -> e.result, (e, value) -> e.result = value);
    }

    private static void setSeqno(Event event, long value) {
        event.seqno = value;
        event.hasSeqno = true;
    }

    private static void setModel(Event event, NotifierModel model) {
        event.model = model;
        event.hasModel = true;
    }

    /** Which lock is meant by one address. */
    private enum LockType {
        NORMAL,
        PERCPU
    }
}
