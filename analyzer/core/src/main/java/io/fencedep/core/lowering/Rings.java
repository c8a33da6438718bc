package io.fencedep.core.lowering;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rings of instances within one class: fences whose sections wait for each other, pages whose holders migrate each other.
 * Kept only while an instance is neither signalled nor dropped.
 */
final class Rings {
    private static final int MAX_WAITS = 64;

    /** Whether {@code waited} already waits, directly or not, for {@code held}; remembers that {@code held} waits for it. */
    boolean closes(Resource held, Resource waited) {
        List<Resource> mine = waitsOf(held);
        if (mine.size() < MAX_WAITS && !mine.contains(waited)) {
            mine.add(waited);
        }
        ArrayDeque<Resource> todo = new ArrayDeque<>(List.of(waited));
        Set<Resource> seen = new HashSet<>();
        while (!todo.isEmpty()) {
            Resource at = todo.poll();
            if (at == held) {
                return true;
            }
            for (Resource next : waitsOf(at)) {
                if (seen.add(next)) {
                    todo.add(next);
                }
            }
        }
        return false;
    }

    private static List<Resource> waitsOf(Resource resource) {
        if (resource instanceof Resource.Fence fence) {
            return fence.waitsFor;
        }
        return resource instanceof Resource.Page page ? page.waitsFor : List.of();
    }
}
