package io.fencedep.libraries;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.PriorityBlockingQueue;

/** Collections that call the program under their locks: to compute a value, to compare, to choose. */
public final class JdkCallbacks {
    private static final Object lock = new Object();
    private static final Map<String, Integer> map = Collections.synchronizedMap(new HashMap<>());
    private static final List<Integer> list = new CopyOnWriteArrayList<>(List.of(1, 2));
    private static final PriorityBlockingQueue<Integer> queue = new PriorityBlockingQueue<>(9, JdkCallbacks::compare);

    private JdkCallbacks() {}

    private static int compare(int one, int other) {
        synchronized (lock) {
            return Integer.compare(one, other);
        }
    }

    public static void main(String[] arguments) throws Exception {
        queue.add(1);
        Turns.take(
                () -> map.computeIfAbsent("one", key -> compare(1, 2)),
                () -> list.removeIf(each -> compare(each, 1) == 0),
                () -> queue.add(2),
                () -> {
                    synchronized (lock) {
                        map.put("two", 2);
                        list.add(3);
                        queue.add(3);
                    }
                });
    }
}
