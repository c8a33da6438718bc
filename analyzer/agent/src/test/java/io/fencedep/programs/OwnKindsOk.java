package io.fencedep.programs;

import java.util.concurrent.CompletableFuture;

/** One kind of future, made by a factory for two purposes: what is awaited under the lock is not what needs the lock. */
public final class OwnKindsOk {
    private static final Object lock = new Object();

    private static class Reply extends CompletableFuture<Integer> {
        static Reply open() {
            return new Later();
        }
    }

    private static final class Later extends Reply {}

    private OwnKindsOk() {}

    public static void main(String[] arguments) throws Exception {
        Reply asked = ask();
        Turns.take(() -> asked.complete(1), () -> {
            synchronized (lock) {
                asked.join();
            }
        });
        Reply told = tell();
        Turns.take(
                () -> {
                    synchronized (lock) {
                        told.complete(1);
                    }
                },
                told::join);
    }

    private static Reply ask() {
        return Reply.open();
    }

    private static Reply tell() {
        return Reply.open();
    }
}
