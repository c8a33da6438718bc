package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * Work items. A work is its address; its class and queue are those of the pseudo-locks around it, see
 * {@link WorkAnnotations}, or its function where there are none.
 *
 * <pre>
 * workqueue_queue_work: work struct=00000000a34dc358 function=lk_reset_fn [lkbug] workqueue=lkbug_wq req_cpu=4 cpu=0
 * workqueue_execute_start: work struct 00000000a34dc358: function lk_reset_fn [lkbug]
 * workqueue_execute_end: work struct 00000000a34dc358: function lk_reset_fn [lkbug]
 * flush_work: (__flush_work+0x0/0x520) work=0xffff888000f13ae8
 * </pre>
 *
 * <p>How many items a queue runs at once is not printed.
 */
final class WorkqueueEvents {
    private static final byte[] WORK_STRUCT = Bytes.of("work struct");
    private static final byte[] FUNCTION_OF_QUEUED = Bytes.of(" function=");
    private static final byte[] QUEUE = Bytes.of(" workqueue=");
    private static final byte[] CPU = Bytes.of(" req_cpu=");
    private static final byte[] FUNCTION = Bytes.of(": function ");
    private static final byte[] WORK = Bytes.of("work");

    private final Output output;
    private final WorkAnnotations works;
    private final Fields fields = new Fields();

    private int instance;
    private int function;
    private int module;
    private int afterAddress;

    WorkqueueEvents(Output output, WorkAnnotations works) {
        this.output = output;
        this.works = works;
    }

    Outcome queue(FtraceLine line, FtraceTask task) {
        int queueAt = line.find(QUEUE, line.payload);
        int queueTo = queueAt < 0 ? -1 : line.find(CPU, queueAt);
        if (queueTo < 0 || !readWork(line) || !line.startsWith(FUNCTION_OF_QUEUED, afterAddress)) {
            return Outcome.MALFORMED;
        }
        works.settle(line, task);
        readFunction(line, afterAddress + FUNCTION_OF_QUEUED.length, queueAt);
        int queueFrom = queueAt + QUEUE.length;
        Event event = output.start(EventKind.WORK_QUEUE, line, task);
        event.instance = instance;
        event.className = works.classOf(function);
        event.queue = isAddress(line.bytes, queueFrom, queueTo)
                ? Names.NONE
                : output.names().intern(line.bytes, queueFrom, queueTo - queueFrom);
        output.emit();
        return Outcome.USED;
    }

    Outcome begin(FtraceLine line, FtraceTask task) {
        if (!readWork(line) || !line.startsWith(FUNCTION, afterAddress)) {
            return Outcome.MALFORMED;
        }
        readFunction(line, afterAddress + FUNCTION.length, line.end);
        works.begin(line, task, instance, function, module);
        return Outcome.USED;
    }

    Outcome end(FtraceLine line, FtraceTask task) {
        if (!readWork(line)) {
            return Outcome.MALFORMED;
        }
        works.end(line, task, instance);
        return Outcome.USED;
    }

    /** A probe on {@code __flush_work}, which cancelling comes through as well. */
    Outcome flush(FtraceLine line, FtraceTask task) {
        fields.read(line);
        int field = fields.findAddress(WORK);
        if (field < 0) {
            return Outcome.UNUSED;
        }
        int from = fields.from(field);
        int to = fields.to(field);
        boolean decimal = Bytes.isDecimalAddress(line.bytes, from, to);
        int digits = Bytes.afterPrefix(line.bytes, from, to);
        if (!decimal && !Bytes.isHex(line.bytes, digits, to)) {
            return Outcome.MALFORMED;
        }
        long address = fields.address(field);
        works.settle(line, task);
        works.flushes(task, address);
        Event event = output.start(EventKind.WORK_FLUSH, line, task);
        event.instance = decimal
                ? output.instance(Namespace.WORK, Long.toHexString(address))
                : output.instance(Namespace.WORK, line.bytes, digits, to);
        output.emit();
        return Outcome.USED;
    }

    /** Before Linux 5.12 a queue is printed as an address, which is no name. */
    private static boolean isAddress(byte[] bytes, int from, int to) {
        int digits = to - Bytes.afterPrefix(bytes, from, to);
        return (digits < to - from || digits == 8 || digits == 16)
                && Bytes.isHex(bytes, Bytes.afterPrefix(bytes, from, to), to);
    }

    /** {@code work struct ADDRESS} or {@code work struct=ADDRESS}. */
    private boolean readWork(FtraceLine line) {
        int from = line.payload + WORK_STRUCT.length + 1;
        if (!line.startsWith(WORK_STRUCT, line.payload) || from >= line.end) {
            return false;
        }
        from = Bytes.afterPrefix(line.bytes, from, line.end);
        int to = from;
        while (to < line.end && Bytes.hexDigit(line.bytes[to], -1) >= 0) {
            to++;
        }
        afterAddress = to;
        instance = output.instance(Namespace.WORK, line.bytes, from, to);
        return to > from;
    }

    /** A function, with its module in brackets when it is in one; one without a symbol is an address, and no name. */
    private void readFunction(FtraceLine line, int from, int to) {
        int blank = Math.min(line.blank(from), to);
        function =
                isAddress(line.bytes, from, blank) ? Names.NONE : output.names().intern(line.bytes, from, blank - from);
        module = blank < to ? output.module(line.bytes, blank, to) : Names.NONE;
    }
}
