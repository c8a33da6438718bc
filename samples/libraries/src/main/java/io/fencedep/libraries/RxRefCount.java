package io.fencedep.libraries;

import io.reactivex.BackpressureStrategy;
import io.reactivex.Flowable;
import io.reactivex.disposables.Disposable;

/** A shared source hands on its latest value under its lock; another thread cancels under the lock that the receiver needs. */
public final class RxRefCount {
    private static final Object lock = new Object();

    private RxRefCount() {}

    public static void main(String[] arguments) throws Exception {
        Flowable<Integer> shared = Flowable.<Integer>create(each -> each.onNext(1), BackpressureStrategy.BUFFER)
                .replay(1)
                .refCount();
        Disposable first = shared.subscribe(each -> {});
        Turns.take(
                () -> shared.subscribe(each -> {
                    synchronized (lock) {
                        each.intValue();
                    }
                }),
                () -> {
                    synchronized (lock) {
                        first.dispose();
                    }
                });
    }
}
