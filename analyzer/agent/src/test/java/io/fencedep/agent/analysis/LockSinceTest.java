package io.fencedep.agent.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

/** Where a thread took a lock under which it waits, when what is known of that is a call that is over. */
class LockSinceTest {
    private static final String OUTER = "LockSinceTest.outer";
    private static final String INNER = "LockSinceTest.inner";
    private static final String READERS = "LockSinceTest.readers";
    private static final String LOCK_FRAME = "java.util.concurrent.locks.ReentrantLock.lock(ReentrantLock.java)";

    private final Names names = new Names();
    private final Stacks stacks = new Stacks(names, 32);
    private final HeldSince since = new HeldSince(names, stacks);
    private final ReentrantLock outer = new ReentrantLock();
    private final ReentrantLock inner = new ReentrantLock();
    private final ReentrantReadWriteLock readers = new ReentrantReadWriteLock();
    private final Wrapper wrapper = new Wrapper();
    private int lineOfOuter;

    /** Takes a lock for others. */
    private static final class Wrapper {
        final ReentrantLock wrapped = new ReentrantLock();

        void acquire() {
            wrapped.lock();
        }

        void release() {
            wrapped.unlock();
        }
    }

    /** The stack as it is in a call of a lock. */
    private Stacks.Known inLock() {
        StackTraceElement[] frames = new Throwable().getStackTrace();
        StringBuilder text = new StringBuilder(LOCK_FRAME);
        for (int i = 1; i < 6; i++) {
            text.append('\n').append(frames[i]);
        }
        return stacks.of(text.toString().lines().toList());
    }

    private Stacks.Known takenAlone() {
        outer.lock();
        Stacks.Known here = inLock();
        outer.unlock();
        return here;
    }

    private Stacks.Known takenAround() {
        lineOfOuter = lineHere() + 1;
        outer.lock();
        try {
            inner.lock();
            try {
                return third();
            } finally {
                inner.unlock();
            }
        } finally {
            outer.unlock();
        }
    }

    private Stacks.Known third() {
        return inLock();
    }

    private Stacks.Known takenForReading() {
        lineOfOuter = lineHere() + 1;
        readers.readLock().lock();
        try {
            return third();
        } finally {
            readers.readLock().unlock();
        }
    }

    private Stacks.Known takenOfOnesOwn(Lock lock) {
        lineOfOuter = lineHere() + 1;
        lock.lock();
        try {
            return third();
        } finally {
            lock.unlock();
        }
    }

    private Stacks.Known takenOfTwo(Lock lock, Lock other) {
        lock.lock();
        other.lock();
        try {
            return third();
        } finally {
            other.unlock();
            lock.unlock();
        }
    }

    private Stacks.Known wrappedAlone() {
        wrapper.acquire();
        Stacks.Known here = inLock();
        wrapper.release();
        String inWrapper = Wrapper.class.getName() + ".acquire(LockSinceTest.java:31)";
        List<String> frames = new ArrayList<>(names.text(here.stack()).lines().toList());
        frames.add(1, inWrapper);
        return stacks.of(frames);
    }

    private Stacks.Known wrappedAround() {
        lineOfOuter = lineHere() + 1;
        wrapper.acquire();
        try {
            return third();
        } finally {
            wrapper.release();
        }
    }

    private static int lineHere() {
        return new Throwable().getStackTrace()[1].getLineNumber();
    }

    private void assertThatItIsAtTheLine(Stacks.Known found, String method) {
        String top = names.text(found.stack()).lines().findFirst().orElseThrow();
        assertThat(top).isEqualTo(getClass().getName() + "." + method + "(LockSinceTest.java:" + lineOfOuter + ")");
    }

    @Test
    void of_several_locks_of_the_method_it_is_the_one_of_its_field() {
        Stacks.Known known = takenAlone();

        assertThatItIsAtTheLine(since.ofLock(OUTER, known, takenAround()), "takenAround");
        lineOfOuter += 2;
        assertThatItIsAtTheLine(since.ofLock(INNER, known, takenAround2()), "takenAround");
    }

    /** Keeps the line of the inner lock. */
    private Stacks.Known takenAround2() {
        int line = lineOfOuter;
        Stacks.Known waits = takenAround();
        lineOfOuter = line;
        return waits;
    }

    @Test
    void a_lock_for_reading_has_the_field_of_both_halves() {
        Stacks.Known known = takenAlone();

        assertThatItIsAtTheLine(since.ofLock(READERS, known, takenForReading()), "takenForReading");
    }

    @Test
    void without_a_field_it_is_the_only_one_of_its_kind_or_the_known_one() {
        Stacks.Known known = takenAlone();

        assertThatItIsAtTheLine(since.ofLock("Lock@made", known, takenOfOnesOwn(outer)), "takenOfOnesOwn");
        assertThat(since.ofLock("Lock@made", known, takenOfTwo(outer, inner))).isEqualTo(known);
    }

    @Test
    void what_wraps_the_lock_is_a_call_that_takes_it() {
        Stacks.Known known = wrappedAlone();

        assertThatItIsAtTheLine(since.ofLock("Wrapper.wrapped", known, wrappedAround()), "wrappedAround");
    }

    @Test
    void the_known_call_stays_while_it_runs() {
        outer.lock();
        Stacks.Known known = inLock();
        Stacks.Known waits = third();
        outer.unlock();

        assertThat(since.ofLock(OUTER, known, waits)).isEqualTo(known);
    }
}
