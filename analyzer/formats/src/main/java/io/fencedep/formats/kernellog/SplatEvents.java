package io.fencedep.formats.kernellog;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.kernellog.Splat.Lock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what a report saw: each dependency of it as one lock taken inside of another, each usage as an acquisition. */
final class SplatEvents {
    private static final Pattern TRYING = Pattern.compile("is trying to (?:acquire(?: lock)?|lock):");
    private static final Pattern HOLDING = Pattern.compile("(?:but|and this) task is already holding(?: lock)?:");
    private static final Pattern TASK =
            Pattern.compile("^\\s*(\\S.*)/(\\d+)(?: \\[HC.*\\])? (?:is trying|just changed|takes:)");
    private static final Pattern LINK = Pattern.compile("^\\s*-> #(\\d{1,6}) (.*)$");
    private static final Pattern TAKES = Pattern.compile("\\] takes:");
    private static final Pattern CHANGED = Pattern.compile("just changed the state of lock:");
    private static final Pattern TOOK =
            Pattern.compile("but this lock (?:took another|was taken by another), .*lock in the past:");
    private static final Pattern SAFE = Pattern.compile("connects an? .*-(?:irq-)?safe lock:");
    private static final Pattern UNSAFE = Pattern.compile("^\\s*to an? .*-(?:irq-)?unsafe lock:");
    private static final Pattern HELD = Pattern.compile("\\d+ locks? held by ");
    private static final Pattern CONTEXT = Pattern.compile("context-\\{(\\d{1,9})(?::\\d+)?\\}");
    static final Pattern SUBCLASS = Pattern.compile("(.+)/(\\d{1,2})");
    private static final String SOFT = "SOFTIRQ";
    private static final int SPINS = 2;
    private static final String UNNAMED = "lockdep";

    private final TraceContext context;
    private final ReadStats stats;
    private final Event event = new Event();

    private String task = UNNAMED;
    private long number;

    SplatEvents(TraceContext context, ReadStats stats) {
        this.context = context;
        this.stats = stats;
    }

    /** Says what this report saw; false when it lacks what makes it one. */
    boolean tell(Splat splat) {
        number = splat.line();
        task = UNNAMED;
        int by = splat.find(TASK, 0);
        if (by >= 0) {
            Matcher named = TASK.matcher(splat.lines().get(by).text());
            task = named.find() ? named.group(1) + "-" + named.group(2) : UNNAMED;
        }
        return switch (splat.kind()) {
            case CIRCULAR -> circular(splat);
            case RECURSIVE -> recursive(splat);
            case INCONSISTENT -> inconsistent(splat);
            case UNSAFE_ORDER -> unsafeOrder(splat);
            case INVERSION -> inversion(splat);
            case WAIT_CONTEXT -> waitContext(splat);
            case MISUSE -> true;
        };
    }

    /** Each link was taken under the one that is printed before it, the first under the last. */
    private boolean circular(Splat splat) {
        List<Lock> locks = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int left = -1;
        for (int i = splat.find(LINK, 0); i >= 0; i = splat.find(LINK, i + 1)) {
            Matcher link = LINK.matcher(splat.lines().get(i).text());
            if (!link.find()) {
                return false;
            }
            Lock lock = Splat.lockOf(link.group(2).strip());
            int place = Integer.parseInt(link.group(1));
            if (lock == null || left >= 0 && place != left - 1) {
                return false; // what stands here is not next to what stood before
            }
            left = place;
            locks.add(lock);
            places.add(i);
        }
        if (left != 0) {
            return false;
        }
        String last = task;
        for (int i = 0; i < locks.size(); i++) {
            boolean isLast = i == locks.size() - 1;
            task = isLast ? last : UNNAMED + " #" + (locks.size() - 1 - i);
            number = splat.lines().get(places.get(i)).number();
            Lock outer = locks.get(i == 0 ? locks.size() - 1 : i - 1);
            inside(outer, locks.get(i), splat.stack(places.get(i)));
        }
        return locks.size() > 1;
    }

    private boolean recursive(Splat splat) {
        Lock wanted = splat.lock(splat.lockAfter(TRYING));
        Lock held = splat.lock(splat.lockAfter(HOLDING));
        if (wanted == null || held == null) {
            return false;
        }
        acquire(held, held.address(), InterruptContext.TASK, Toggle.UNSAID, List.of(held.at()));
        acquire(wanted, wanted.address(), InterruptContext.TASK, Toggle.UNSAID, List.of(wanted.at()));
        release(wanted, wanted.address(), InterruptContext.TASK);
        release(held, held.address(), InterruptContext.TASK);
        return true;
    }

    private boolean inconsistent(Splat splat) {
        Lock lock = splat.lock(splat.lockAfter(TAKES));
        if (lock == null) {
            return false;
        }
        boolean soft =
                splat.lines().stream().limit(10).anyMatch(line -> line.text().contains(SOFT));
        boolean nmi =
                splat.lines().stream().limit(10).anyMatch(line -> line.text().contains("IN-NMI"));
        used(lock, nmi ? InterruptContext.NMI : soft ? InterruptContext.SOFTIRQ : InterruptContext.HARDIRQ);
        enabled(lock);
        return true;
    }

    private boolean unsafeOrder(Splat splat) {
        Lock wanted = splat.lock(splat.lockAfter(TRYING));
        Lock held = splat.lock(splat.lockAfter(HOLDING));
        Lock safe = splat.lock(splat.lockAfter(SAFE));
        Lock unsafe = splat.lock(splat.lockAfter(UNSAFE));
        if (wanted == null || held == null || safe == null || unsafe == null) {
            return false;
        }
        inside(held, wanted, List.of(wanted.at()));
        link(safe, held);
        link(wanted, unsafe);
        used(safe, splat.heading().contains(SOFT));
        enabled(unsafe);
        return true;
    }

    private boolean inversion(Splat splat) {
        Lock changed = splat.lock(splat.lockAfter(CHANGED));
        Lock other = splat.lock(splat.lockAfter(TOOK));
        if (changed == null || other == null) {
            return false;
        }
        int at = splat.find(TOOK, 0);
        String text = splat.lines().get(at).text();
        boolean forward = text.contains("took another");
        inside(forward ? changed : other, forward ? other : changed, List.of());
        used(forward ? changed : other, text.contains(SOFT));
        enabled(forward ? other : changed);
        return true;
    }

    private boolean waitContext(Splat splat) {
        Lock wanted = splat.lock(splat.lockAfter(TRYING));
        if (wanted == null) {
            return false;
        }
        int at = splat.find(CONTEXT, 0);
        Matcher type = CONTEXT.matcher(at < 0 ? "" : splat.lines().get(at).text());
        boolean hard = type.find() && Integer.parseInt(type.group(1)) <= SPINS;
        InterruptContext in = hard ? InterruptContext.HARDIRQ : InterruptContext.TASK;
        List<Lock> held = new ArrayList<>();
        for (int i = splat.find(HELD, 0) + 1; i > 0 && i < splat.lines().size(); i++) {
            Lock lock = splat.lock(i);
            if (lock == null) {
                break;
            }
            held.add(lock);
        }
        held.forEach(lock -> acquire(lock, lock.name(), in, Toggle.UNSAID, List.of(lock.at())));
        acquire(wanted, wanted.name(), in, Toggle.UNSAID, List.of(wanted.at()));
        release(wanted, wanted.name(), in);
        for (int i = held.size() - 1; i >= 0; i--) {
            release(held.get(i), held.get(i).name(), in);
        }
        return true;
    }

    /** There is a way from one to the other, unless they are one. */
    private void link(Lock from, Lock to) {
        if (!from.name().equals(to.name())) {
            inside(from, to, List.of());
        }
    }

    private void inside(Lock outer, Lock inner, List<String> stack) {
        acquire(outer, outer.name(), InterruptContext.TASK, Toggle.NO, List.of(outer.at()));
        acquire(inner, inner.name(), InterruptContext.TASK, Toggle.NO, stack);
        release(inner, inner.name(), InterruptContext.TASK);
        release(outer, outer.name(), InterruptContext.TASK);
    }

    private void used(Lock lock, boolean soft) {
        used(lock, soft ? InterruptContext.SOFTIRQ : InterruptContext.HARDIRQ);
    }

    private void used(Lock lock, InterruptContext in) {
        acquire(lock, lock.name(), in, Toggle.NO, List.of());
        release(lock, lock.name(), in);
    }

    private void enabled(Lock lock) {
        acquire(lock, lock.name(), InterruptContext.TASK, Toggle.YES, List.of());
        release(lock, lock.name(), InterruptContext.TASK);
    }

    private void acquire(Lock lock, String instance, InterruptContext in, Toggle enabled, List<String> stack) {
        start(EventKind.ACQUIRE, lock, instance, in, enabled);
        Matcher subclass = SUBCLASS.matcher(lock.name());
        boolean split = subclass.matches();
        event.className = context.names().intern(split ? subclass.group(1) : lock.name());
        event.subclass = split ? Integer.parseInt(subclass.group(2)) : 0;
        if (!enabled.equals(Toggle.NO) && !enabled.equals(Toggle.YES)) {
            event.waitInner = Math.min(4, lock.inner());
            event.waitOuter = Math.min(4, lock.outer());
        }
        List<String> frames = stack.stream().filter(frame -> !frame.isEmpty()).toList();
        if (!frames.isEmpty()) {
            event.at = context.names().intern(frames.get(0));
            event.stack = context.names().intern(String.join("\n", frames));
        }
        emit();
    }

    private void release(Lock lock, String instance, InterruptContext in) {
        start(EventKind.RELEASE, lock, instance, in, Toggle.UNSAID);
        emit();
    }

    private void start(EventKind kind, Lock lock, String instance, InterruptContext in, Toggle enabled) {
        event.clear();
        event.kind = kind;
        event.line = number;
        event.task = context.names().intern(task);
        event.context = in;
        event.irqs = enabled;
        event.softirqs = enabled;
        String name = instance.isEmpty() ? lock.name() : instance;
        event.instance = context.instances().intern(Namespace.LOCK, name);
    }

    private void emit() {
        stats.event();
        context.sink().accept(event);
    }
}
