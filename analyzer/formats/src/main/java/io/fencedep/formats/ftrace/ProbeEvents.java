package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.EventHandler.Outcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

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
 * <p>The fields may come in any order. A lock, its name, and who reads are needed; what else a probe leaves out is said
 * once. The first probe counts where there are several.
 *
 * <p>A name that the kernel could not read is {@code (fault)}; stock events print {@code (null)} then, and so do we.
 */
final class ProbeEvents {
    private static final byte[] LOCK = Bytes.of("lock");
    private static final byte[] SUBCLASS = Bytes.of("subclass");
    private static final byte[] TRYLOCK = Bytes.of("trylock");
    private static final byte[] READ = Bytes.of("read");
    private static final byte[] CHECK = Bytes.of("check");
    private static final byte[][] NEST = {Bytes.of("nest"), Bytes.of("nest_lock"), Bytes.of("next_lock")};
    private static final byte[] IP = Bytes.of("ip");
    private static final byte[] KEY = Bytes.of("key");
    private static final byte[] WAIT_OUTER = Bytes.of("wait_outer");
    private static final byte[] WAIT_INNER = Bytes.of("wait_inner");
    private static final byte[] LOCK_TYPE = Bytes.of("lock_type");
    private static final byte[] NAME = Bytes.of("name");
    private static final byte[] CALLER = Bytes.of("caller");
    private static final byte[] PARENT = Bytes.of("parent");
    private static final byte[] WRAPPER = Bytes.of("_raw_");
    private static final byte[] RELEASES = Bytes.of("rel");
    private static final byte[] UNLOCKS = Bytes.of("unlock");
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
    /** Told of the line from which on nothing of before counts: locks have other names there. */
    private final LongConsumer forget;

    private final Fields fields = new Fields();

    private final Set<Lack> lacks = EnumSet.noneOf(Lack.class);
    private final Set<String> told = new HashSet<>();
    /** The events that tell of acquisitions and of releases, by their names. */
    private byte[] acquires = {};

    private byte[] releases = {};

    private int name;
    private int instance;
    private long address;
    private int addressFrom;
    private int addressTo;

    ProbeEvents(
            Output output,
            LockNames lockNames,
            WorkAnnotations works,
            LockEvents stock,
            WaitTypes waits,
            LongConsumer forget) {
        this.output = output;
        this.lockNames = lockNames;
        this.classes = new LockClasses(output.names());
        this.works = works;
        this.stock = stock;
        this.waits = waits;
        this.forget = forget;
    }

    /** What the probes leave out. */
    Set<Lack> lacks() {
        return lacks;
    }

    /** Whether nobody else told of any lock. */
    boolean tellsAll() {
        return acquires.length > 0 && !stock.counted();
    }

    /**
     * An event of a probe that does not say on which function it is, by its fields. Null when it tells of no lock.
     *
     * <p>What takes a lock says how; what gives one back says so by its name.
     */
    @Nullable
    EventHandler byFields(FtraceLine line) {
        fields.read(line);
        if (fields.find(LOCK) < 0 || fields.find(NAME) < 0) {
            return null;
        }
        if (fields.find(READ) >= 0) {
            return this::acquire;
        }
        boolean gives = Bytes.find(line.bytes, line.nameFrom, line.nameTo, RELEASES) >= 0
                || Bytes.find(line.bytes, line.nameFrom, line.nameTo, UNLOCKS) >= 0;
        return gives ? this::release : null;
    }

    Outcome acquire(FtraceLine line, FtraceTask task) {
        if (!readLock(line) || !mayUse(line) || !isFirst(acquires, line)) {
            return Outcome.UNUSED;
        }
        acquires = acquires.length == 0 ? nameOf(line) : acquires;
        if (stock.silence()) {
            forget.accept(line.number);
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
        event.className = classes.of(fields.address(fields.find(KEY)), name);
        event.instance = instance;
        event.nest = task.held(fields.address(fields.findAny(NEST)));
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
        if (!readLock(line) || !isFirst(releases, line)) {
            return Outcome.UNUSED;
        }
        if (stock.counts()) {
            return Outcome.USED; // stock events say the same as long as no probe tells of acquisitions
        }
        releases = releases.length == 0 ? nameOf(line) : releases;
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
        if (place >= 0 && !isAddress(line, fields.from(place), fields.to(place))) { // the parent of an entry is 0x0
            place(event, line, place);
        }
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
        if (isAddress(line, from, to)) {
            tell(line, "its ip is an address, which is no place: print it as ip=$arg7:symbol");
            return;
        }
        event.at = output.names().intern(line.bytes, from, to - from);
        event.driver = output.module(line.bytes, from, to);
    }

    private static boolean isAddress(FtraceLine line, int from, int to) {
        return Bytes.isDecimalAddress(line.bytes, from, to) || Bytes.afterPrefix(line.bytes, from, to) > from;
    }

    /** Whether the line says enough to be used; what it leaves out besides is said once. */
    private boolean mayUse(FtraceLine line) {
        if (fields.find(READ) < 0) {
            tell(line, "not used, as it does not tell who only reads: add read=$arg4:s32");
            return false;
        }
        if (acquires.length == 0) {
            lacking(
                    line,
                    Lack.SUBCLASS,
                    "subclass=$arg2:u32",
                    "a class twice may be a subclass",
                    fields.find(SUBCLASS));
            lacking(line, Lack.TRY, "trylock=$arg3:s32", "a try counts as a wait", fields.find(TRYLOCK));
            lacking(
                    line,
                    Lack.CHECK,
                    "check=$arg5:s32",
                    "what lockdep never checks is known by its name",
                    fields.find(CHECK));
            lacking(
                    line,
                    Lack.NEST,
                    "nest=$arg6:x64",
                    "an order that a lock around it makes right is not known",
                    fields.findAny(NEST));
            lacking(line, Lack.SUBCLASS, "key=+0($arg1):x64", "classes of one name are one", fields.find(KEY));
            if (fields.find(WAIT_INNER) < 0) {
                tell(line, "no wait_inner=+33($arg1):u8: whether a lock may sleep is not known, nor what may not");
            }
        }
        return true;
    }

    private void lacking(FtraceLine line, Lack lack, String field, String cost, int found) {
        if (found < 0) {
            lacks.add(lack);
            tell(line, "no " + field + ": " + cost);
        }
    }

    /** Says something of a probe, once. */
    private void tell(FtraceLine line, String text) {
        if (told.add(text)) {
            output.warn(line.number, "the probe " + Bytes.text(line.bytes, line.nameFrom, line.nameTo) + ": " + text);
        }
    }

    private boolean isFirst(byte[] event, FtraceLine line) {
        if (event.length == 0 || Arrays.equals(line.bytes, line.nameFrom, line.nameTo, event, 0, event.length)) {
            return true;
        }
        tell(line, "not used, as " + Bytes.text(event, 0, event.length) + " tells the same");
        return false;
    }

    private static byte[] nameOf(FtraceLine line) {
        return Arrays.copyOfRange(line.bytes, line.nameFrom, line.nameTo);
    }

    /** Reads the fields, and finds the lock among them; false when there is none. */
    private boolean readLock(FtraceLine line) {
        fields.read(line);
        int lock = fields.find(LOCK);
        int text = fields.find(NAME);
        if (lock < 0 || text < 0) {
            if (fields.find(READ) >= 0) {
                tell(line, "not used, as it names no lock: it takes lock=$arg1:x64 name=+0(+24($arg1)):string");
            }
            return false;
        }
        addressFrom = Bytes.afterPrefix(line.bytes, fields.from(lock), fields.to(lock));
        addressTo = fields.to(lock);
        address = Bytes.address(line.bytes, fields.from(lock), addressTo);
        int from = fields.from(text);
        int to = fields.to(text);
        boolean fault = from == to || line.startsWith(FAULT, from);
        byte[] nameBytes = fault ? NO_NAME : line.bytes;
        from = fault ? 0 : from;
        to = fault ? NO_NAME.length : to;
        name = output.names().intern(nameBytes, from, to - from);
        if (Bytes.isDecimalAddress(line.bytes, fields.from(lock), addressTo)) {
            byte[] digits =
                    Bytes.of(Long.toHexString(address) + ' ' + output.names().text(name));
            int blank = digits.length - (to - from) - 1;
            instance = output.lock(digits, 0, blank, digits, blank + 1, digits.length);
        } else {
            instance = output.lock(line.bytes, addressFrom, addressTo, nameBytes, from, to);
        }
        return true;
    }
}
