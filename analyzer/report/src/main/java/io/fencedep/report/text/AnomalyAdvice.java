package io.fencedep.report.text;

/** What the people who recorded a trace can do about events that did not fit the state. */
final class AnomalyAdvice {
    private AnomalyAdvice() {}

    /** Advice for this kind of anomaly; empty when there is none. */
    static String of(String kind) {
        if (kind.startsWith("report of the kernel")) {
            return "No dependency follows from it; the warnings of the readers say which lock and where.";
        }
        if (kind.contains("lost")) {
            return "Enlarge the recorder's buffer or record fewer events: what was held across the gap is unknown.";
        }
        if (kind.contains("releases are missing")) {
            return "Record lock_release beside lock_acquire: what these tasks hold is unknown.";
        }
        if (kind.contains("never released")) {
            return "Harmless at the start of a recording.";
        }
        if (kind.contains("not held") || kind.contains("never began") || kind.contains("nobody")) {
            return "A few are usual: a recording begins in the middle of things. Many of them mean that events are missing.";
        }
        if (kind.startsWith("lock still held")) {
            return "Either the code leaks the lock, or its release was not recorded.";
        }
        if (kind.startsWith("fence destroyed") || kind.startsWith("signal of a fence that is signalled")) {
            return "Either a bug in the recorded code, or one name stands for two fences: write fence-destroy before a name"
                    + " is used again.";
        }
        if (kind.startsWith("allocation flags")) {
            return "Write them as the kernel does, such as GFP_KERNEL|__GFP_NOWARN.";
        }
        if (kind.startsWith("instance given a second class")) {
            return "An instance keeps its first class; a name that is used again needs another instance.";
        }
        if (kind.startsWith("subclass without a class")) {
            return "Only an acquire may tell a subclass alone: elsewhere write the class beside it.";
        }
        return "";
    }
}
