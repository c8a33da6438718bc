package io.fencedep.libraries;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** A source hands on values, and is cancelled, under its own lock. */
public final class ReactorCollect {
    private static final Object lock = new Object();

    private static final class Source implements Subscription {
        private final Subscriber<? super Integer> target;
        private boolean cancelled;

        Source(Subscriber<? super Integer> target) {
            this.target = target;
        }

        @Override
        public void request(long count) {}

        @Override
        public void cancel() {
            synchronized (lock) {
                cancelled = true;
            }
        }

        void send(int value) {
            synchronized (lock) {
                if (!cancelled) {
                    target.onNext(value);
                }
            }
        }
    }

    private ReactorCollect() {}

    public static void main(String[] arguments) throws Exception {
        Source[] source = new Source[1];
        Disposable collected = Flux.<Integer>from(target -> {
                    source[0] = new Source(target);
                    target.onSubscribe(source[0]);
                })
                .collectList()
                .subscribe();
        Turns.take(() -> source[0].send(1), collected::dispose);
    }
}
