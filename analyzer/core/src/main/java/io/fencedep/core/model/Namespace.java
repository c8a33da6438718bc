package io.fencedep.core.model;

/** Instances of different namespaces never meet, even when their names are equal. */
public enum Namespace {
    LOCK,
    FENCE,
    WORK,
    PAGE,
    NOTIFIER,
    DEVICE,
    TIMELINE
}
