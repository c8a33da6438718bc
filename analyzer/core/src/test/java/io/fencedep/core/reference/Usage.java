package io.fencedep.core.reference;

import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.model.InterruptContext;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Which locks interrupts take, and which are held while these could come. */
final class Usage {
    private final NavigableSet<String> used = new TreeSet<>();
    private final Map<Hold, Set<String>> enabled = new HashMap<>();
    private final World world;

    Usage(World world) {
        this.world = world;
    }

    /** Whether hardware interrupts are known to be disabled at a line. */
    static boolean irqsOff(World.Frame frame, TraceEvent event) {
        return event.has("irqs") ? event.text("irqs").equals("off") : frame.irqsOff;
    }

    private boolean irqsOn(World.Frame frame, TraceEvent event) {
        return event.has("irqs")
                ? event.text("irqs").equals("on")
                : !frame.irqsOff && (!unknown() && !frame.irqsInDoubt || frame.irqsSaid);
    }

    private boolean softirqsOn(World.Frame frame, TraceEvent event) {
        return event.has("softirqs")
                ? event.text("softirqs").equals("on")
                : !frame.softirqsOff && (!unknown() && !frame.softirqsInDoubt || frame.softirqsSaid);
    }

    /** Whether nothing is known where nothing is said. */
    private boolean unknown() {
        return world.source.equals("ftrace");
    }

    void accept(TraceEvent event) {
        World.Frame frame = world.frame(event.task());
        switch (event.kind()) {
            case IRQS_OFF, IRQS_ON -> {
                frame.irqsOff = event.text("event").equals("irqs-off");
                frame.irqsSaid = true;
            }
            case SOFTIRQS_OFF, SOFTIRQS_ON -> {
                frame.softirqsOff = event.text("event").equals("softirqs-off");
                frame.softirqsSaid = true;
            }
            default -> {}
        }
    }

    /** What the line means for the locks that are held at that moment. */
    void enabled(int line, TraceEvent event) {
        World.Frame frame = world.frame(event.task());
        for (Hold hold : world.openHere(event.task())) {
            if (irqsOn(frame, event) && hold.isLock() && !hold.unchecked) {
                mark(hold, hold.node(line) + " -> hardirq");
                if (softirqsOn(frame, event)) {
                    mark(hold, hold.node(line) + " -> softirq");
                }
            }
        }
    }

    /** What the line means for the locks that are held after it. */
    void after(int line, TraceEvent event) {
        World.Frame frame = world.frame(event.task());
        enabled(line, event);
        for (Hold hold : world.openHere(event.task())) {
            if (hold.isLock() && hold.from == line && !hold.tried && !hold.unchecked) {
                used(hold, frame);
            }
            if (hold.isLock() && hold.from == line && !hold.unchecked && frame.context != InterruptContext.NMI) {
                mark(hold, hold.node(line) + " -> nmi");
            }
        }
    }

    /** Everything that stands; that non-maskable interrupts may come matters only where one of them takes a lock. */
    NavigableSet<String> uses() {
        NavigableSet<String> all = new TreeSet<>(used);
        boolean nmi = used.stream().anyMatch(use -> use.startsWith("nmi -> "));
        enabled.forEach((hold, uses) -> uses.stream()
                .filter(use -> !hold.stuck && (nmi || !use.endsWith(" -> nmi")))
                .forEach(all::add));
        return all;
    }

    private void mark(Hold hold, String use) {
        enabled.computeIfAbsent(hold, fresh -> new TreeSet<>()).add(use);
    }

    private void used(Hold hold, World.Frame frame) {
        if (frame.context == InterruptContext.TASK) {
            return;
        }
        String interrupt = Interrupt.valueOf(frame.context.name()).text();
        world.lockNodes(hold.className, hold.recursiveRead).forEach(node -> used.add(interrupt + " -> " + node));
    }
}
