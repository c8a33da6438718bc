package io.fencedep.formats.lockdep;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page, line by line.
 *
 * <pre>
 * all lock classes:
 * 0000000046354afe FD:  110 BD:   15 ++++: cpu_hotplug_lock
 *  -&gt; [00000000d35ca815] static_call_mutex
 *
 * all lock chains:
 * irq_context: 0
 * [0000000046354afe] cpu_hotplug_lock
 * [00000000d35ca815] static_call_mutex
 * </pre>
 *
 * <p>The four signs of a class say of hard interrupts, of those when read, of soft ones, of those when read: {@code +}
 * taken with it enabled, {@code -} taken in it, {@code ?} both. The page does not say by which readers a dependency was
 * made: all count as writers, but for a class that interrupts know as read only. Chains do not say either what was only
 * tried, nor which lock of a class it was: what rests on them is no more than a suspicion.
 */
final class LockdepReader {
    static final String CLASSES = "all lock classes:";
    static final String CHAINS = "all lock chains:";
    static final Pattern CLASS =
            Pattern.compile("([0-9a-fA-Fx]+) +(?:OPS: *\\d+ )?FD: *\\d+ BD: *\\d+ ([.+\\-?]{4,8}): (.+)");
    /** What a kernel prints that knows classes only, for statistics. */
    private static final Pattern BARE_CLASS = Pattern.compile("[0-9a-fA-Fx]+(?: +OPS: *\\d+)?: .+");
    /** Before the words of the page when its tables had overflowed. */
    private static final String BUGGERED = "(buggered) ";

    private static final Pattern LINK = Pattern.compile(" *-> \\[([0-9a-fA-Fx]+)\\] (.+)");
    private static final Pattern MEMBER = Pattern.compile("\\[([0-9a-fA-Fx]+)\\] (.+)");
    private static final Pattern CONTEXT = Pattern.compile("irq_context: *(\\S+)");
    private static final Pattern SUBCLASS = Pattern.compile("(.+)/(\\d{1,2})");
    private static final SkipReason NO_LINE = new SkipReason(
            "not a line of /proc/lockdep or /proc/lockdep_chains", "give the page as the kernel printed it");
    private static final String TASK = "lockdep";
    /** These are in chains, but the kernel never checks them. */
    private static final Pattern UNCHECKED = Pattern.compile("rcu_read_lock.*|&dev->mutex");

    private static final int SHOWN = 60;
    private static final int HARD = 0;
    private static final int HARD_READ = 1;
    private static final int SOFT = 2;
    private static final int SOFT_READ = 3;

    /** A class as a line names it. */
    private record Named(String key, String name) {}

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final LineReader lines;
    private final Event event = new Event();
    private final List<Named> chain = new ArrayList<>();
    /** How many chains there were: locks of different chains need not be the same one. */
    private long chains;

    private InterruptContext chainContext = InterruptContext.TASK;
    private boolean inChains;
    private boolean bare;
    private @Nullable Named holder;
    private LockMode holderMode = LockMode.WRITE;

    LockdepReader(TraceSource source, TraceContext context) {
        this.source = source;
        this.context = context;
        stats = new ReadStats(source, context.options());
        lines = new LineReader(source, stats);
    }

    ReadReport read() throws InputException {
        Set<Lack> lacks = LockdepFormat.first(source.head()).endsWith(CHAINS)
                ? EnumSet.allOf(Lack.class)
                : EnumSet.of(Lack.READER);
        Recording recording = new Recording("", source.name(), LockdepFormat.NAME, LockdepFormat.NAME, lacks);
        context.begin().accept(recording);
        while (lines.next()) {
            String line = new String(lines.buffer(), lines.from(), lines.length(), StandardCharsets.UTF_8);
            if (!take(line)) {
                if (lines.terminated()) {
                    String shown = line.substring(0, Math.min(SHOWN, line.length()));
                    stats.reject(NO_LINE, lines.number(), null, "not a line of /proc/lockdep: " + shown);
                } else {
                    stats.warn(lines.number(), "the last line is cut off");
                }
            }
        }
        endChain();
        return stats.report(recording, lines.number());
    }

    private boolean take(String line) {
        String text =
                line.startsWith(BUGGERED) ? line.substring(BUGGERED.length()).stripTrailing() : line.stripTrailing();
        if (text.isEmpty()) {
            endChain();
            holder = null;
            return true;
        }
        if (text.equals(CLASSES) || text.equals(CHAINS)) {
            inChains = text.equals(CHAINS);
            return true;
        }
        return inChains ? takeChain(text) : takeClass(text);
    }

    private boolean takeClass(String text) {
        Matcher named = CLASS.matcher(text);
        if (named.matches()) {
            holder = new Named(named.group(1), named.group(3));
            usage(holder, named.group(2));
            return true;
        }
        if (BARE_CLASS.matcher(text).matches()) {
            if (!bare) {
                stats.warn(
                        lines.number(),
                        "this kernel knows no dependencies, only names: it was built without CONFIG_PROVE_LOCKING");
            }
            bare = true;
            return true;
        }
        Matcher link = LINK.matcher(text);
        Named outer = holder;
        if (outer == null || !link.matches()) {
            return false;
        }
        Named inner = new Named(link.group(1), link.group(2));
        take(outer, holderMode);
        take(inner, LockMode.WRITE);
        release(inner, InterruptContext.TASK);
        release(outer, InterruptContext.TASK);
        return true;
    }

    private boolean takeChain(String text) {
        Matcher of = CONTEXT.matcher(text);
        if (of.matches()) {
            endChain();
            chainContext = context(of.group(1));
            return true;
        }
        Matcher member = MEMBER.matcher(text);
        if (!member.matches()) {
            return false;
        }
        Named next = new Named(member.group(1), member.group(2));
        acquire(next, LockMode.WRITE, chainContext, Toggle.NO, Toggle.NO);
        chain.add(next);
        return true;
    }

    /** A word; before Linux 5.7 a number, 1 for soft interrupts and 2 for hard ones. */
    private static InterruptContext context(String name) {
        if (name.startsWith("hardirq") || name.equals("2") || name.equals("3")) {
            return InterruptContext.HARDIRQ;
        }
        return name.equals("softirq") || name.equals("1") ? InterruptContext.SOFTIRQ : InterruptContext.TASK;
    }

    private void endChain() {
        for (int i = chain.size() - 1; i >= 0; i--) {
            release(chain.get(i), chainContext);
        }
        chains += chain.isEmpty() ? 0 : 1;
        chain.clear();
    }

    /** Says in which interrupts a class is taken, and with which enabled. */
    private void usage(Named of, String signs) {
        boolean writes = signs.charAt(HARD) != '.' || signs.charAt(SOFT) != '.';
        boolean reads = signs.charAt(HARD_READ) != '.' || signs.charAt(SOFT_READ) != '.';
        holderMode = reads && !writes ? LockMode.RECURSIVE_READ : LockMode.WRITE;
        once(of, holderMode, InterruptContext.TASK, Toggle.NO, Toggle.NO);
        enabled(of, LockMode.WRITE, signs.charAt(HARD), signs.charAt(SOFT));
        enabled(of, LockMode.RECURSIVE_READ, signs.charAt(HARD_READ), signs.charAt(SOFT_READ));
        used(of, LockMode.WRITE, signs.charAt(HARD), InterruptContext.HARDIRQ);
        used(of, LockMode.WRITE, signs.charAt(SOFT), InterruptContext.SOFTIRQ);
        used(of, LockMode.RECURSIVE_READ, signs.charAt(HARD_READ), InterruptContext.HARDIRQ);
        used(of, LockMode.RECURSIVE_READ, signs.charAt(SOFT_READ), InterruptContext.SOFTIRQ);
    }

    private void enabled(Named of, LockMode mode, char hard, char soft) {
        boolean hardOn = hard == '+' || hard == '?';
        boolean softOn = soft == '+' || soft == '?';
        if (hardOn || softOn) {
            once(of, mode, InterruptContext.TASK, hardOn ? Toggle.YES : Toggle.NO, softOn ? Toggle.YES : Toggle.NO);
        }
    }

    private void used(Named of, LockMode mode, char sign, InterruptContext in) {
        if (sign == '-' || sign == '?') {
            once(of, mode, in, Toggle.NO, Toggle.NO);
        }
    }

    private void once(Named of, LockMode mode, InterruptContext in, Toggle irqs, Toggle softirqs) {
        acquire(of, mode, in, irqs, softirqs);
        release(of, in);
    }

    private void take(Named of, LockMode mode) {
        acquire(of, mode, InterruptContext.TASK, Toggle.NO, Toggle.NO);
    }

    private void acquire(Named of, LockMode mode, InterruptContext in, Toggle irqs, Toggle softirqs) {
        start(EventKind.ACQUIRE, of, in, irqs, softirqs);
        event.mode = mode;
        Matcher subclass = SUBCLASS.matcher(of.name);
        boolean split = subclass.matches();
        event.unchecked = UNCHECKED.matcher(of.name).matches();
        event.className = context.names().intern(split ? subclass.group(1) : of.name);
        event.subclass = split ? Integer.parseInt(subclass.group(2)) : 0;
        emit();
    }

    private void release(Named of, InterruptContext in) {
        start(EventKind.RELEASE, of, in, Toggle.NO, Toggle.NO);
        emit();
    }

    private void start(EventKind kind, Named of, InterruptContext in, Toggle irqs, Toggle softirqs) {
        event.clear();
        event.kind = kind;
        event.line = lines.number();
        event.task = context.names().intern(TASK);
        event.context = in;
        event.irqs = irqs;
        event.softirqs = softirqs;
        String lock = of.key + " " + of.name;
        event.instance = context.instances().intern(Namespace.LOCK, inChains ? lock + " " + chains : lock);
    }

    private void emit() {
        stats.event();
        context.sink().accept(event);
    }
}
