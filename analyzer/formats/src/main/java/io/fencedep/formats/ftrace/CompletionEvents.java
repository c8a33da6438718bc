package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Completions, recorded by probes on their functions. Each signal and the waits that it ends are a fence of their own:
 * {@code address}, then {@code address#2} and so on. When a completion began to exist is not recorded. Its class is who
 * waits for it, where the probe tells that; else all are of one class.
 *
 * <pre>
 * compl_wait: (wait_for_completion+0x0/0x30) x=0xffff888000f13a38 from=lk_e_run+0x5a/0x90
 * compl_done: (complete+0x0/0x80) x=0xffff888000f13a38
 * compl_waited: (lk_e_run+0x5a/0x90 [lkbug] &lt;- wait_for_completion)
 * </pre>
 */
final class CompletionEvents {
    /** The name of the class of those of which no waiter is known. */
    static final String CLASS = "completion";

    /** How many completions are remembered; those that were not used for longest are forgotten. */
    private static final int MAX_KNOWN = 1 << 16;

    private static final byte[] X = Bytes.of("x");
    private static final byte[][] FROM = {Bytes.of("from"), Bytes.of("caller"), Bytes.of("ip")};
    private static final byte[] NAMED = Bytes.of(CLASS + ":");
    private static final byte[] TRAMPOLINE = Bytes.of("trampoline");
    private static final byte[] NOTHING = {};
    private static final byte[] ARROW = Bytes.of(" <- ");

    private final Output output;
    private final SleepEvents sleep;
    private final int className;
    /** Whether waits tell who waits; not known before the first. */
    private Toggle tellsWaiters = Toggle.UNSAID;

    private final Fields fields = new Fields();
    private final Map<Long, Completion> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Completion> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    /** Where a completion stands: its current fence is waited for, or was signalled, or both. */
    private static final class Completion {
        int round = 1;
        /** The class of this round, once it is known. */
        int className = Names.NONE;

        boolean waited;
        boolean signalled;
    }

    CompletionEvents(Output output, SleepEvents sleep) {
        this.output = output;
        this.sleep = sleep;
        this.className = output.names().intern(CLASS);
    }

    Outcome begin(FtraceLine line, FtraceTask task) {
        fields.read(line);
        long address = fields.address(fields.findAddress(X));
        if (address == 0) {
            return Outcome.UNUSED;
        }
        Completion completion = of(address);
        boolean before = completion.signalled;
        completion.waited = true;
        int from = fields.findAny(FROM);
        int waiter = from < 0 ? Names.NONE : waiter(line, fields.from(from), fields.to(from));
        if (tellsWaiters == Toggle.UNSAID) {
            tellsWaiters = waiter == Names.NONE ? Toggle.NO : Toggle.YES;
        }
        if (completion.className == Names.NONE) {
            completion.className = waiter == Names.NONE ? className : waiter;
        }
        int fence = fence(address, completion);
        Event event = start(EventKind.FENCE_WAIT, line, task, fence, completion.className);
        if (waiter != Names.NONE) {
            place(event, line, fields.from(from), fields.to(from));
        }
        output.emit();
        task.awaitedClass = completion.className;
        task.awaited = fence;
        task.slept = before ? Toggle.NO : Toggle.UNSAID;
        sleep.waits(task);
        return Outcome.USED;
    }

    Outcome end(FtraceLine line, FtraceTask task) {
        int arrow = line.find(ARROW, line.payload);
        if (arrow < 0 || task.awaited == Instances.NONE) {
            return Outcome.UNUSED;
        }
        Event event = start(EventKind.FENCE_WAITED, line, task, task.awaited, task.awaitedClass);
        Toggle told = SleepEvents.slept(task);
        event.slept = told == Toggle.UNSAID ? task.slept : told;
        int from = line.payload + 1;
        if (isSymbol(line, from, arrow)) {
            place(event, line, from, arrow);
        }
        output.emit();
        task.awaited = Instances.NONE;
        return Outcome.USED;
    }

    Outcome signal(FtraceLine line, FtraceTask task) {
        fields.read(line);
        long address = fields.address(fields.findAddress(X));
        if (address == 0) {
            return Outcome.UNUSED;
        }
        Completion completion = of(address);
        if (completion.signalled) {
            next(completion);
        }
        completion.signalled = true;
        if (completion.className == Names.NONE && tellsWaiters == Toggle.NO) {
            completion.className = className;
        }
        start(EventKind.FENCE_SIGNAL, line, task, fence(address, completion), completion.className);
        output.emit();
        return Outcome.USED;
    }

    private Completion of(long address) {
        Completion completion = known.computeIfAbsent(address, unknown -> new Completion());
        if (completion.waited && completion.signalled) {
            next(completion);
        }
        return completion;
    }

    private static void next(Completion completion) {
        completion.round++;
        completion.waited = false;
        completion.signalled = false;
        completion.className = Names.NONE;
    }

    /**
     * The class of the completions that this function waits for; none where the kernel printed an address, or where a
     * probe on the function's return had put its own in its place.
     */
    private int waiter(FtraceLine line, int from, int to) {
        if (!isSymbol(line, from, to) || Bytes.find(line.bytes, from, to, TRAMPOLINE) >= 0) {
            return Names.NONE;
        }
        int end = from;
        while (end < to && line.bytes[end] != '+' && line.bytes[end] != ' ') {
            end++;
        }
        return output.name(line.bytes, NAMED, from, end, NOTHING, end, end);
    }

    private static boolean isSymbol(FtraceLine line, int from, int to) {
        return to > from && !Bytes.isHex(line.bytes, Bytes.afterPrefix(line.bytes, from, to), to);
    }

    private void place(Event event, FtraceLine line, int from, int to) {
        event.at = output.names().intern(line.bytes, from, to - from);
        event.driver = output.module(line.bytes, from, to);
    }

    private int fence(long address, Completion completion) {
        String name = Long.toHexString(address);
        return output.instance(Namespace.FENCE, completion.round == 1 ? name : name + "#" + completion.round);
    }

    private Event start(EventKind kind, FtraceLine line, FtraceTask task, int fence, int ofClass) {
        Event event = output.start(kind, line, task);
        event.instance = fence;
        event.className = ofClass;
        return event;
    }
}
