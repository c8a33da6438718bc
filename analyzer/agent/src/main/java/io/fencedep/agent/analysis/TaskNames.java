package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.ThreadState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of threads as tasks. What is known of a task is kept for ever, and the order of starts and joins is kept for
 * each pair of tasks: so once there were many, a new thread takes the name of one that is gone, if possible of its kind.
 */
final class TaskNames {
    private static final int FEW = 256;
    private static final int MANY = 4_096;
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final Map<ThreadState, String> names = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    /** The names of threads that are gone, by their kind: the name without its numbers. */
    private final Map<String, ArrayDeque<String>> free = new HashMap<>();

    String of(ThreadState thread) {
        return names.computeIfAbsent(thread, this::choose);
    }

    private String choose(ThreadState thread) {
        String name = thread.name.isEmpty() ? "virtual" : thread.name;
        ArrayDeque<String> left = used.size() < FEW ? null : free.get(kind(name));
        if (left == null && used.size() >= MANY && !free.isEmpty()) {
            left = free.values().iterator().next();
        }
        if (left == null) {
            String own = used.add(name) ? name : name + "#" + thread.number;
            used.add(own);
            return own;
        }
        String taken = left.remove();
        if (left.isEmpty()) {
            free.values().remove(left);
        }
        return taken;
    }

    private static String kind(String name) {
        return DIGITS.matcher(name).replaceAll("");
    }

    /** Nobody will tell of this thread any more. */
    void release(ThreadState thread) {
        String name = names.remove(thread);
        if (name != null) {
            free.computeIfAbsent(kind(name), ignored -> new ArrayDeque<>()).add(name);
        }
    }

    /** The threads that are named and that nobody can reach any more. */
    List<ThreadState> unreachable() {
        List<ThreadState> gone = new ArrayList<>();
        for (ThreadState each : names.keySet()) {
            if (each.refersTo(null)) {
                gone.add(each);
            }
        }
        return gone;
    }
}
