package io.fencedep.primitives;

import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;

/**
 * The names and instances of one recording.
 *
 * @param names tasks, classes, places
 * @param instances locks, fences and whatever else comes and goes
 */
record Tables(Names names, Instances instances) {
    int name(String text) {
        return names.intern(text);
    }

    int instance(Namespace space, String text) {
        return instances.intern(space, text);
    }
}
