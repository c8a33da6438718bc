package io.fencedep.libraries;

/** Threads that are all there from the start and act one after the other: no start and no join orders what they do. */
final class Turns {
    /** What one of them does. */
    interface Step {
        void run() throws Exception;
    }

    private static volatile int turn;

    private Turns() {}

    static void take(Step... steps) throws Exception {
        turn = 0;
        Thread[] threads = new Thread[steps.length];
        for (int i = 0; i < steps.length; i++) {
            int mine = i;
            threads[i] = new Thread(() -> takeTurn(mine, steps[mine]), "turn-" + mine);
        }
        for (Thread each : threads) {
            each.start();
        }
        for (Thread each : threads) {
            each.join();
        }
    }

    private static void takeTurn(int mine, Step step) {
        try {
            while (turn != mine) {
                Thread.sleep(1);
            }
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            turn = mine + 1;
        }
    }
}
