package io.fencedep.primitives;

import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.NotifierModel;
import io.fencedep.core.model.Toggle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A callback that others must wait for: an MMU notifier, a move notification. Thread-safe if its callback is. */
public final class TrackedNotifier {
    /** What the owner of the notifier does when it is called. */
    @FunctionalInterface
    public interface Callback {
        /**
         * Lets go of the pages.
         *
         * @param mayBlock whether it may sleep
         * @return false if it would have had to sleep and was told not to
         */
        boolean invalidate(boolean mayBlock) throws InterruptedException;
    }

    private final Recorder recorder;
    private final Tape tape;
    private final String className;
    private final String instance;
    private final @Nullable NotifierModel model;
    private final Callback callback;

    TrackedNotifier(Recorder recorder, String className, @Nullable NotifierModel model, Callback callback) {
        this.recorder = recorder;
        this.tape = recorder.tape;
        this.className = className;
        this.instance = recorder.name(className);
        this.model = model;
        this.callback = callback;
    }

    /** The same callback, which promises what this model says; a notifier of its own. */
    public TrackedNotifier model(NotifierModel promised) {
        return new TrackedNotifier(recorder, className, promised, callback);
    }

    /**
     * Calls it, and waits until it returns.
     *
     * @param mayBlock whether it may sleep
     * @param pages which ones; all when none are named
     * @return what the callback said
     */
    public boolean invalidate(boolean mayBlock, TrackedPage... pages) throws InterruptedException {
        ThreadLog log = tape.log();
        List<TrackedPage> range = List.of(pages);
        long hash = Tape.hash(mayBlock ? "notifier" : "notifier that may not block", className);
        tape.tell(log, EventKind.NOTIFIER_BEGIN, className, (event, tables) -> {
            event.instance = tables.instance(Namespace.NOTIFIER, instance);
            event.blocking = mayBlock ? Toggle.YES : Toggle.NO;
            if (model != null) {
                event.model = model;
                event.hasModel = true;
            }
            range.forEach(page -> event.addPage(tables.instance(Namespace.PAGE, page.instance())));
        });
        log.state += hash;
        boolean done = false;
        try {
            done = callback.invalidate(mayBlock);
            return done;
        } finally {
            EventResult result = done ? EventResult.OK : EventResult.AGAIN;
            log.state -= hash;
            tape.tell(log, EventKind.NOTIFIER_END, (event, tables) -> {
                event.instance = tables.instance(Namespace.NOTIFIER, instance);
                event.result = result;
            });
        }
    }
}
