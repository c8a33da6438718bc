package io.fencedep.core.lowering;

/**
 * What the kind of source says about a recording.
 *
 * @param program tasks are threads of one program, and a class often stands for many objects in a consistent order
 * @param taskUnits what an ordinary task does from its start on is one unit of work; not so where a recording begins in
 *     the middle of tasks that live for ever
 * @param reusesNames the name of an instance may be given to another one without a word, as kernel addresses are
 */
public record SourceTraits(boolean program, boolean taskUnits, boolean reusesNames) {
    /** What holds when a source says nothing of itself. */
    public static final SourceTraits DEFAULT = new SourceTraits(false, true, false);

    /**
     * Whether filters compare instances here: where a class stands for many objects, or where the source merges classes of
     * one name.
     */
    public boolean comparesInstances() {
        return program || reusesNames;
    }

    /** Whether interrupts are on where nothing is said; not so where a whole recording may say nothing. */
    public boolean assumesIrqsOn() {
        return !reusesNames;
    }

    /** The traits of a source, as recordings name theirs. */
    public static SourceTraits of(String source) {
        return switch (source) {
            case "jvm", "std" -> new SourceTraits(true, true, false);
            case "ftrace" -> new SourceTraits(false, false, true);
            default -> DEFAULT;
        };
    }
}
