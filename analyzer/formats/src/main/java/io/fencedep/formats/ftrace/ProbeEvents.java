package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.EventHandler.Outcome;

/**
 * Locks recorded with their arguments, by probes on lockdep's own functions. Nothing is left to guess here.
 *
 * <pre>
 * acq: (__probestub_lock_acquire+0x0/0x10) lock=0xffffffff81aa7800 subclass=0 trylock=0 read=2 check=0 nest=0x0
 *      ip=__flush_work+0x55/0x520 key=0xffffffff834cded0 wait_outer=1 wait_inner=2 lock_type=0 name="rcu_read_lock"
 * rel: (__probestub_lock_release+0x0/0x10) lock=0xffffffff81aa7800 ip=__flush_work+0x410/0x520 name="rcu_read_lock"
 * irq_disable: caller=_raw_spin_lock_irq+0x4b/0x50 parent=__flush_work+0x90/0x520
 * </pre>
 *
 * <p>A name that the kernel could not read is {@code (fault)}; stock events print {@code (null)} then, and so do we.
 */
final class ProbeEvents {
    private static final byte[] LOCK = Bytes.of("lock");
    private static final byte[] SUBCLASS = Bytes.of("subclass");
    private static final byte[] TRYLOCK = Bytes.of("trylock");
    private static final byte[] READ = Bytes.of("read");
    private static final byte[] CHECK = Bytes.of("check");
    private static final byte[] NEST = Bytes.of("nest");
    private static final byte[] IP = Bytes.of("ip");
    private static final byte[] KEY = Bytes.of("key");
    private static final byte[] WAIT_OUTER = Bytes.of("wait_outer");
    private static final byte[] WAIT_INNER = Bytes.of("wait_inner");
    private static final byte[] LOCK_TYPE = Bytes.of("lock_type");
    private static final byte[] NAME = Bytes.of("name");
    private static final byte[] CALLER = Bytes.of("caller");
    private static final byte[] PARENT = Bytes.of("parent");
    private static final byte[] WRAPPER = Bytes.of("_raw_");
    private static final byte[] FAULT = Bytes.of("(fault)");
    private static final byte[] NO_NAME = Bytes.of("(null)");
    private static final int PERCPU = 1;
    private static final int WAIT_OVERRIDE = 2;
    private static final int SPINS = 2;
    private static final int SLEEPS = 4;

    private final Output output;
    private final LockNames lockNames;
    private final LockClasses classes;
    private final WorkAnnotations works;
    private final LockEvents stock;
    private final WaitTypes waits;
    private final Fields fields = new Fields();

    private int name;
    private int instance;
    private long address;
    private int addressFrom;
    private int addressTo;

    ProbeEvents(Output output, LockNames lockNames, WorkAnnotations works, LockEvents stock, WaitTypes waits) {
        this.output = output;
        this.lockNames = lockNames;
        this.classes = new LockClasses(output.names());
        this.works = works;
        this.stock = stock;
        this.waits = waits;
    }

    Outcome acquire(FtraceLine line, FtraceTask task) {
        if (!readLock(line)) {
            return Outcome.UNUSED;
        }
        if (!stock.releases().acquire(line)) {
            return Outcome.UNUSED;
        }
        if (works.isFlushed(task, address)) {
            lockNames.add(name, LockNames.WORK);
        }
        int traits = lockNames.of(name);
        if (((traits & LockNames.SPECIAL) != 0 || task.work.busy())
                && works.acquire(line, task, name, traits, addressFrom, addressTo, instance)) {
            return Outcome.USED;
        }
        if ((traits & LockNames.RCU) != 0 && line.context == InterruptContext.TASK) {
            task.rcuDepth++;
        }
        Event event = output.start(EventKind.ACQUIRE, line, task);
        event.className = classes.of(fields.hex(KEY), name);
        event.instance = instance;
        event.nest = task.held(fields.hex(NEST));
        event.subclass = fields.decimal(SUBCLASS, 0);
        event.tried = fields.decimal(TRYLOCK, 0) != 0;
        event.unchecked = fields.decimal(CHECK, 1) == 0 || (traits & LockNames.UNCHECKED) != 0;
        describe(event, traits);
        place(event, line, fields.find(IP));
        task.hold(address, instance);
        output.emit();
        return Outcome.USED;
    }

    Outcome release(FtraceLine line, FtraceTask task) {
        if (!readLock(line)) {
            return Outcome.UNUSED;
        }
        stock.releases().release();
        int traits = lockNames.of(name);
        boolean special = (traits & LockNames.SPECIAL) != 0 || task.work.busy();
        if (special && works.release(line, task, name, traits)) {
            return Outcome.USED;
        }
        Event event = output.start(EventKind.RELEASE, line, task);
        event.instance = instance;
        place(event, line, fields.find(IP));
        task.drop(address);
        output.emit();
        if ((traits & LockNames.RCU) != 0) {
            works.afterRcu(line, task);
        }
        return Outcome.USED;
    }

    Outcome irqsOff(FtraceLine line, FtraceTask task) {
        return irqs(EventKind.IRQS_OFF, Toggle.NO, line, task);
    }

    Outcome irqsOn(FtraceLine line, FtraceTask task) {
        return irqs(EventKind.IRQS_ON, Toggle.YES, line, task);
    }

    private Outcome irqs(EventKind kind, Toggle on, FtraceLine line, FtraceTask task) {
        fields.read(line);
        int place = fields.find(CALLER);
        if (place >= 0 && line.startsWith(WRAPPER, fields.from(place))) {
            place = fields.find(PARENT);
        }
        Event event = output.start(kind, line, task);
        event.irqs = on;
        place(event, line, place);
        output.emit();
        return Outcome.USED;
    }

    /** What the lock is made of, and how it is taken. */
    private void describe(Event event, int traits) {
        int read = fields.decimal(READ, 0);
        int type = fields.decimal(LOCK_TYPE, 0);
        int inner = fields.decimal(WAIT_INNER, 0);
        if ((traits & LockNames.RCU) != 0 && (traits & LockNames.RCU_SCHED) == 0) {
            waits.rcu(inner);
        }
        event.waitInner = waits.of(inner);
        event.waitOuter = waits.of(fields.decimal(WAIT_OUTER, 0));
        event.percpu = type == PERCPU;
        event.lockKind = type == WAIT_OVERRIDE ? LockKind.MAP : kind(traits, event.waitInner, read);
        if (read > 0) {
            boolean recursive = read > 1 || (traits & LockNames.RECURSIVE) != 0;
            event.mode = recursive ? LockMode.RECURSIVE_READ : LockMode.READ;
        }
    }

    private LockKind kind(int traits, int inner, int read) {
        LockKind named = LockNames.kind(traits);
        if (named != LockKind.UNKNOWN || inner < SPINS) {
            return named;
        }
        if (inner == SLEEPS) {
            return read > 0 ? LockKind.RWSEM : LockKind.UNKNOWN;
        }
        if (read > 0) {
            return LockKind.RW_SPIN;
        }
        return inner == SPINS && waits.tellsRaw() ? LockKind.RAW_SPIN : LockKind.SPIN;
    }

    /** Says where it happened, and in which module. */
    private void place(Event event, FtraceLine line, int field) {
        if (field < 0) {
            return;
        }
        int from = fields.from(field);
        int to = fields.to(field);
        event.at = output.names().intern(line.bytes, from, to - from);
        event.driver = output.module(line.bytes, from, to);
    }

    /** Reads the fields, and finds the lock among them; false when there is none. */
    private boolean readLock(FtraceLine line) {
        fields.read(line);
        int lock = fields.find(LOCK);
        int text = fields.find(NAME);
        if (lock < 0 || text < 0) {
            return false;
        }
        stock.silence();
        addressFrom = Bytes.afterPrefix(line.bytes, fields.from(lock), fields.to(lock));
        addressTo = fields.to(lock);
        address = Bytes.hex(line.bytes, addressFrom, addressTo);
        int from = fields.from(text);
        int to = fields.to(text);
        boolean fault = from == to || line.startsWith(FAULT, from);
        byte[] nameBytes = fault ? NO_NAME : line.bytes;
        from = fault ? 0 : from;
        to = fault ? NO_NAME.length : to;
        name = output.names().intern(nameBytes, from, to - from);
        instance = output.lock(line.bytes, addressFrom, addressTo, nameBytes, from, to);
        return true;
    }
}
