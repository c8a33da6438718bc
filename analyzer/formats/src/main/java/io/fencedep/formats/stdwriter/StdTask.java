package io.fencedep.formats.stdwriter;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import org.jspecify.annotations.Nullable;

/** What a task holds and waits for, as far as an STD trace needs it. */
final class StdTask {
    /** Its name as written. */
    final String name;
    /** How often it holds each lock for writing. */
    final Object2IntOpenHashMap<String> held = new Object2IntOpenHashMap<>();
    /** How often it holds each lock for reading. */
    final Object2IntOpenHashMap<String> shared = new Object2IntOpenHashMap<>();
    /** The lock that it was about to take, and nothing has told yet whether it got it. */
    @Nullable
    String wanted;
    /** The task whose end it was about to wait for. */
    @Nullable
    String joined;
    /** Where it began to wait. */
    String wantedAt = "";

    StdTask(String name) {
        this.name = name;
    }
}
