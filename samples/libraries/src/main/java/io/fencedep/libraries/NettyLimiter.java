package io.fencedep.libraries;

import org.jboss.netty.handler.execution.MemoryAwareThreadPoolExecutor;

/** Tasks need a lock; who hands one over under that lock waits until others have given back their memory. */
public final class NettyLimiter {
    private static final Object lock = new Object();

    private NettyLimiter() {}

    public static void main(String[] arguments) throws Exception {
        MemoryAwareThreadPoolExecutor executor = new MemoryAwareThreadPoolExecutor(1, 0, 100_000);
        Turns.take(() -> executor.execute(NettyLimiter::work), () -> {
            synchronized (lock) {
                executor.execute(NettyLimiter::work);
            }
        });
        executor.shutdown();
    }

    private static void work() {
        synchronized (lock) {
            System.out.println("works");
        }
    }
}
