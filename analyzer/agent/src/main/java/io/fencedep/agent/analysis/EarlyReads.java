package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.How;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.LockClass;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.Path;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.core.model.LockMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A reader waits for readers only behind a writer that waits, so where there is no writer it does not. Who reads before the
 * first writer is known is remembered, to be told once more when there is one.
 */
final class EarlyReads {
    private static final int MAX_READS = 32;

    /**
     * That a thread took, one above the other, these, and last a lock to read that nobody had asked to write by then.
     *
     * @param steps of its mirror at that time
     * @param again that it asked for one of them once more, as that cannot be told by what is held; else null
     */
    record Read(
            ThreadState thread,
            Mirror mirror,
            int steps,
            List<Path> paths,
            List<Instance> taken,
            @Nullable Message again) {}

    /** The classes of locks with readers that somebody has asked to write. */
    private final Set<String> written = new HashSet<>();
    /** For those that nobody has: who read them under something else. */
    private final Map<String, List<Read>> unwritten = new HashMap<>();
    /** Reads of what is written by now, to be told once more. */
    private final List<Read> due = new ArrayList<>();

    /** How a lock is taken; who writes first makes what was read before due. */
    LockMode mode(int how, LockClass lockClass) {
        if (!hasReaders(how)) {
            boolean reads = (how & How.KIND) == How.READERS_FIRST && (how & How.READ) != 0;
            return reads ? LockMode.RECURSIVE_READ : LockMode.WRITE;
        }
        if ((how & How.READ) == 0) {
            if (written.add(lockClass.name)) {
                ThreadState.tellAgain();
                due.addAll(unwritten.getOrDefault(lockClass.name, List.of()));
                unwritten.remove(lockClass.name);
            }
            return LockMode.WRITE;
        }
        return written.contains(lockClass.name) ? LockMode.READ : LockMode.RECURSIVE_READ;
    }

    private static boolean hasReaders(int how) {
        int kind = how & How.KIND;
        return kind == How.READ_WRITE || kind == How.STAMPED;
    }

    /** Remembers one of what a message says is held, if it is such a read. */
    void note(Message message, Mirror mirror, int at) {
        Path path = message.paths[at];
        String name = Objects.requireNonNull(path.chain.lockClass).name;
        boolean reads = hasReaders(path.how) && (path.how & How.READ) != 0;
        if (at > 0 && reads && !written.contains(name)) {
            remember(name, message, mirror, at + 1, null);
        }
    }

    /** Whether somebody reads once more what it reads already, and nobody has asked to write by now: remembers it then. */
    boolean notesAgain(Message message, Mirror mirror) {
        String name = Objects.requireNonNull(message.subjectClass).name;
        if (!hasReaders(message.how) || (message.how & How.READ) == 0 || written.contains(name)) {
            return false;
        }
        int size = Math.min(message.paths.length, message.instances.length);
        remember(name, message, mirror, size, message);
        return true;
    }

    private void remember(String name, Message message, Mirror mirror, int size, @Nullable Message again) {
        List<Read> known = unwritten.computeIfAbsent(name, ignored -> new ArrayList<>());
        if (known.size() < MAX_READS) {
            List<Path> paths = List.of(Arrays.copyOf(message.paths, size));
            List<Instance> taken = List.of(Arrays.copyOf(message.instances, size));
            known.add(new Read(message.thread, mirror, mirror.steps, paths, taken, again));
        }
    }

    /**
     * What is to be told next, whose thread holds nothing now; null when nothing is. Not of one that has started or joined
     * a thread in the meantime, which would put it in another place.
     */
    @Nullable
    Read next(Predicate<Read> isAnothers) {
        due.removeIf(read -> read.mirror.steps != read.steps || isAnothers.test(read));
        for (int i = due.size() - 1; i >= 0; i--) {
            if (due.get(i).mirror.holdsNothing()) {
                return due.remove(i);
            }
        }
        return null;
    }
}
