package io.fencedep.libraries;

import org.apache.commons.pool.BasePoolableObjectFactory;
import org.apache.commons.pool.impl.StackObjectPool;

/** A factory that needs a lock makes an object for the pool; another thread returns one under that lock. */
public final class PoolStack {
    private static final Object registry = new Object();

    private PoolStack() {}

    public static void main(String[] arguments) throws Exception {
        StackObjectPool pool = new StackObjectPool(new BasePoolableObjectFactory() {
            @Override
            public Object makeObject() {
                synchronized (registry) {
                    return new Object();
                }
            }
        });
        Object[] borrowed = new Object[1];
        Turns.take(() -> borrowed[0] = pool.borrowObject(), () -> {
            synchronized (registry) {
                pool.returnObject(borrowed[0]);
            }
        });
    }
}
