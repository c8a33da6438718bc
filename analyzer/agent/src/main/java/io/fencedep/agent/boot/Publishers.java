package io.fencedep.agent.boot;

/**
 * What instrumented code calls for publishers with buffers. The room in these is waited for by whoever publishes, as if it was
 * one queue, and signalled by whoever has consumed something: until then nothing else is taken out for that subscriber.
 */
public final class Publishers {
    private static final String TYPE = "java.util.concurrent.SubmissionPublisher";

    private Publishers() {}

    /** Whether this is the type of publishers, which hardly any program has loaded. */
    static boolean are(Class<?> type) {
        return type.getClassLoader() == null && type.getName().equals(TYPE);
    }

    /** Is about to publish something, and waits if there is no room. */
    public static void publishes(Object publisher, long nanos) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, publisher);
        if (known != null) {
            thread.publishing = known;
            thread.publishes();
            Queues.waitsForRoom(thread, known, nanos);
        }
    }

    /** Has published it, or has given up. */
    public static void hasPublished(Object publisher) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.publishing = null;
            Queues.hasPut(publisher);
        }
    }

    /** Is about to put something into the buffer of one subscriber. */
    public static void offers(Object subscription) {
        ThreadState thread = Threads.current();
        Instance publisher = thread.busy ? null : thread.publishing;
        if (publisher == null) {
            return;
        }
        thread.busy = true;
        try {
            Instance known = Instances.known(subscription, thread.key());
            if (known == null) {
                Instances.of(subscription, publisher.lockClass, thread.key()).asQueue().room = publisher.queue().room;
            }
        } finally {
            thread.busy = false;
        }
    }

    /** A subscriber has consumed something. */
    public static void consumed(Object subscription) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, subscription);
        if (known != null) {
            Queues.signalRoom(thread, known);
        }
    }
}
