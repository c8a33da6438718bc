package io.fencedep.libraries;

import rx.Subscriber;
import rx.subjects.ReplaySubject;

/** Who comes after the end of a subject waits until all others have heard of it; one of these needs a lock for that. */
public final class RxSubjects {
    private static final Object lock = new Object();

    private RxSubjects() {}

    public static void main(String[] arguments) throws Exception {
        ReplaySubject<String> subject = ReplaySubject.create();
        subject.subscribe(new Subscriber<String>() {
            @Override
            public void onCompleted() {
                synchronized (lock) {
                    System.out.println("completed");
                }
            }

            @Override
            public void onError(Throwable problem) {
                throw new IllegalStateException(problem);
            }

            @Override
            public void onNext(String value) {
                System.out.println(value);
            }
        });
        Turns.take(subject::onCompleted, () -> {
            synchronized (lock) {
                subject.subscribe();
            }
        });
    }
}
