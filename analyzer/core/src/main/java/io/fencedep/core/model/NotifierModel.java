package io.fencedep.core.model;

/** What a notifier's callback must have reached when it returns. */
public enum NotifierModel {
    /** The device has stopped using the range. */
    SHADOW_PAGE_TABLE,
    /** Nothing: the range stays pinned, the callback only forgets it. */
    REGISTRATION_CACHE
}
