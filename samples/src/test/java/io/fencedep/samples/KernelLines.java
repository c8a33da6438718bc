package io.fencedep.samples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Events in the formats of Linux 6.12, by tasks on four CPUs. */
final class KernelLines {
    private static final long KERNEL = 0xffff888000000000L;
    private static final int CPUS = 4;
    private static final int FIRST_PID = 100;

    private final KernelText.Form form;
    private final List<KernelLine> lines = new ArrayList<>();
    private final Map<String, Integer> pids = new LinkedHashMap<>();
    private final Map<String, Integer> preemptDepth = new HashMap<>();
    private final Map<String, Long> addresses = new HashMap<>();
    private final Set<String> masked = new HashSet<>();
    private boolean inInterrupt;
    private long microseconds = 5_000_000;

    KernelLines(KernelText.Form form) {
        this.form = form;
    }

    List<KernelLine> all() {
        return lines;
    }

    /** All that have done something. */
    Set<String> tasks() {
        return pids.keySet();
    }

    int pid(String task) {
        return pids.computeIfAbsent(task, unknown -> FIRST_PID + pids.size());
    }

    int cpu(String task) {
        return pid(task) % CPUS;
    }

    static String comm(String task) {
        return task.startsWith("worker ") ? "kworker/u8:" + task.substring("worker ".length()) : task;
    }

    /** Where an object is, as the kernel prints it. */
    String address(String object) {
        return Long.toHexString(addressOf(object));
    }

    /** The same, where the kernel may hide it. */
    String pointer(String object) {
        return KernelLine.pointer(addressOf(object));
    }

    private long addressOf(String object) {
        return addresses.computeIfAbsent(object, unknown -> KERNEL | 0x100000 + addresses.size() * 0x100L);
    }

    /** Whether interrupts are off for this task from here on. */
    void mask(String task, boolean off) {
        if (form.arguments()) {
            String place = "caller=_raw_spin_lock_irqsave+0x57/0x60 parent=f+0x1/0x2 [drv]";
            line(task, off ? 'd' : '.', '.', off ? "irq_disable" : "irq_enable", place);
        }
        if (off) {
            masked.add(task);
        } else {
            masked.remove(task);
        }
    }

    /** Whether the lines that follow are those of a hard interrupt, which hits their tasks. */
    void inInterrupt(boolean in) {
        inInterrupt = in;
    }

    /** From here on this task cannot be preempted, or, with -1, it can again. */
    void preempt(String task, int change) {
        preemptDepth.merge(task, change, Integer::sum);
    }

    void event(String task, String event, String payload) {
        line(task, '.', '.', event, payload);
    }

    /** With interrupts off. */
    void masked(String task, String event, String payload) {
        line(task, 'd', '.', event, payload);
    }

    /** A lock is taken. */
    void take(String task, String name, String instance, String how) {
        lock(task, '.', '.', true, name, instance, how, 0);
    }

    /** A lock that may sleep is taken. */
    void takeSleeping(String task, String name, String instance, String how) {
        lock(task, '.', '.', true, name, instance, how, 4);
    }

    void give(String task, String name, String instance) {
        lock(task, '.', '.', false, name, instance, "", 0);
    }

    /** Something short under a lock that spins, with interrupts off. */
    void spinning(String task, String name, String instance, Runnable body) {
        preempt(task, 1);
        lock(task, 'd', '.', true, name, instance, "", 2);
        body.run();
        lock(task, 'd', '.', false, name, instance, "", 2);
        preempt(task, -1);
    }

    /** A hard interrupt hits this task, and takes and gives back a lock. */
    void interrupt(String task) {
        line(task, 'd', 'h', "irq_handler_entry", "irq=27 name=drv");
        lock(task, 'd', 'h', true, "&irq_desc_lock_class", "irq 27", "", 2);
        lock(task, 'd', 'h', false, "&irq_desc_lock_class", "irq 27", "", 2);
        line(task, 'd', 'h', "irq_handler_exit", "irq=27 ret=handled");
    }

    /** The work struct of an item has the annotation of its class inside. */
    String annotation(String work) {
        return Long.toHexString(addressOf(work) + 32);
    }

    private void lock(
            String task, char irqs, char context, boolean take, String name, String instance, String how, int inner) {
        String address = instance.startsWith("ffff") ? instance : address(instance);
        if (!form.arguments()) {
            String payload = KernelLine.pointer(Long.parseUnsignedLong(address, 16))
                    + ' '
                    + how.replace("recursive-", "")
                    + name;
            line(task, irqs, context, take ? "lock_acquire" : "lock_release", payload);
            return;
        }
        int read = how.contains("recursive-read") ? 2 : how.contains("read") ? 1 : 0;
        String place = " ip=f+0x1/0x2 [drv]";
        String arguments = take
                ? " subclass=0 trylock=" + (how.contains("try") ? 1 : 0) + " read=" + read + " check="
                        + (name.startsWith("rcu") ? 0 : 1) + " nest=0x0" + place + " key=0x" + address("key " + name)
                        + " wait_outer=0 wait_inner=" + inner + " lock_type=0"
                : place;
        line(
                task,
                irqs,
                context,
                take ? "acq" : "rel",
                "(__probestub_lock_" + (take ? "acquire" : "release") + "+0x0/0x10) lock=0x" + address + arguments
                        + " name=\"" + name + '"');
    }

    private void line(String task, char irqsOff, char place, String event, String payload) {
        microseconds += 3;
        char context = inInterrupt ? 'h' : place;
        char irqs = inInterrupt || masked.contains(task) ? 'd' : irqsOff;
        int depth = preemptDepth.getOrDefault(task, 0) + (context == 'h' ? 1 : 0);
        lines.add(new KernelLine(comm(task), pid(task), cpu(task), irqs, context, depth, microseconds, event, payload));
    }
}
