package io.fencedep.libraries;

import rx.Subscription;
import rx.subscriptions.CompositeSubscription;
import rx.subscriptions.MultipleAssignmentSubscription;

/** Subscriptions that contain each other are cancelled, each under its own lock. */
public final class RxComposite {
    private RxComposite() {}

    public static void main(String[] arguments) throws Exception {
        CompositeSubscription all = new CompositeSubscription(new Subscription[0]);
        MultipleAssignmentSubscription one = new MultipleAssignmentSubscription();
        one.setSubscription(all);
        Turns.take(one::unsubscribe, () -> all.add(one));
    }
}
