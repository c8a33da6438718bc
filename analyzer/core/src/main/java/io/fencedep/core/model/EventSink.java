package io.fencedep.core.model;

/** Takes events in the order in which they happened. */
@FunctionalInterface
public interface EventSink {
    /**
     * Takes one event.
     *
     * @param event reused by the caller: whoever needs a field later copies it
     */
    void accept(Event event);
}
