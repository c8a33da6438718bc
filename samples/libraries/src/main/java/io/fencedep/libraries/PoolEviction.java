package io.fencedep.libraries;

import org.apache.commons.pool.BasePoolableObjectFactory;
import org.apache.commons.pool.impl.GenericObjectPool;

/** The evictor validates idle objects, which needs a lock; another thread borrows one under that lock. */
public final class PoolEviction {
    private static final Object registry = new Object();

    private PoolEviction() {}

    public static void main(String[] arguments) throws Exception {
        GenericObjectPool pool = new GenericObjectPool(new BasePoolableObjectFactory() {
            @Override
            public Object makeObject() {
                return new Object();
            }

            @Override
            public boolean validateObject(Object object) {
                synchronized (registry) {
                    return true;
                }
            }
        });
        pool.setTestWhileIdle(true);
        pool.returnObject(pool.borrowObject());
        Turns.take(pool::evict, () -> {
            synchronized (registry) {
                pool.borrowObject();
            }
        });
    }
}
