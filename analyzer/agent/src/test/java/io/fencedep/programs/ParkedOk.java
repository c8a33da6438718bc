package io.fencedep.programs;

/** One kind of future that parks its waiters, used for two purposes: what is awaited under the lock does not need the lock. */
public final class ParkedOk {
    private static final Object lock = new Object();

    private ParkedOk() {}

    public static void main(String[] arguments) throws Exception {
        ParkedReply asked = new ParkedReply();
        ParkedReply told = new ParkedReply();
        Thread waits = new Thread(() -> {
            asks(asked);
            isTold(told);
        });
        waits.start();
        asked.complete();
        synchronized (lock) {
            told.complete();
        }
        while (waits.isAlive()) {
            Thread.sleep(1);
        }
    }

    private static void asks(ParkedReply reply) {
        synchronized (lock) {
            reply.await();
        }
    }

    private static void isTold(ParkedReply reply) {
        reply.await();
    }
}
