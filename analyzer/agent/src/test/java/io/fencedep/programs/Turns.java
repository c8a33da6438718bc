package io.fencedep.programs;

/** Lets threads do things one after the other, without anything that orders them for whoever watches. */
final class Turns {
    private Turns() {}

    /** Something that may be interrupted, and is not. */
    interface Part {
        void run() throws Exception;
    }

    /** Each part in a thread of its own, which has ended before the next one begins. */
    static void take(Part... parts) throws InterruptedException {
        for (Part part : parts) {
            Thread thread = new Thread(() -> run(part));
            thread.start();
            while (thread.isAlive()) {
                Thread.sleep(1);
            }
        }
    }

    static void run(Part part) {
        try {
            part.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
