package io.fencedep.libraries;

import rx.Observable;
import rx.subjects.PublishSubject;

/** Values of two sources are merged; one is handed to code that needs a lock, the other one sent under that lock. */
public final class RxMerge {
    private static final Object lock = new Object();

    private RxMerge() {}

    public static void main(String[] arguments) throws Exception {
        PublishSubject<Integer> left = PublishSubject.create();
        PublishSubject<Integer> right = PublishSubject.create();
        Observable.merge(left, right).subscribe(value -> {
            synchronized (lock) {
                value.intValue();
            }
        });
        Turns.take(() -> left.onNext(1), () -> {
            synchronized (lock) {
                right.onNext(2);
            }
        });
    }
}
