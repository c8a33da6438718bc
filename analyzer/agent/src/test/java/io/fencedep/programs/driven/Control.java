package io.fencedep.programs.driven;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets the bodies of a program do one step after the other. */
public final class Control {
    private static final int YIELDS = 50;
    private static final long PAUSE = 20_000;

    /** Where a body is. */
    static final class Slot {
        volatile int allowed = -1;
        volatile int entered = -1;
        volatile int done = -1;
        volatile @Nullable Thread thread;
    }

    static volatile List<Slot> slots = List.of();

    private Control() {}

    /** A body is about to do a step, and waits until it may. */
    public static void at(int body, int step) {
        Slot slot = slots.get(body);
        slot.thread = Thread.currentThread();
        for (int i = 0; slot.allowed != step; i++) {
            pause(i);
        }
        slot.entered = step;
    }

    /** It has done it. */
    public static void done(int body, int step) {
        slots.get(body).done = step;
    }

    static void pause(int round) {
        if (round < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(PAUSE);
        }
    }
}
