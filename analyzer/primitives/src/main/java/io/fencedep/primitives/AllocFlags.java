package io.fencedep.primitives;

/** What an allocation may do to get memory, under the kernel's names. */
public enum AllocFlags {
    /** Anything: reclaim, file systems, notifiers. */
    GFP_KERNEL(true, true, true),
    /** May not enter the file system; still runs notifiers. */
    GFP_NOFS(true, false, true),
    /** May not start input and output; still runs notifiers. */
    GFP_NOIO(true, false, false),
    /** Takes what is free, or nothing. */
    GFP_NOWAIT(false, false, false),
    /** Takes what is free, or nothing, from where nobody may sleep. */
    GFP_ATOMIC(false, false, false);

    private final boolean reclaims;
    private final boolean entersFs;
    private final boolean startsIo;

    AllocFlags(boolean reclaims, boolean entersFs, boolean startsIo) {
        this.reclaims = reclaims;
        this.entersFs = entersFs;
        this.startsIo = startsIo;
    }

    /** Whether it may wait for memory to be freed. */
    public boolean reclaims() {
        return reclaims;
    }

    /** Whether it may run shrinkers, which may enter the file system. */
    public boolean entersFs() {
        return entersFs;
    }

    /** Whether it may start input and output. */
    public boolean startsIo() {
        return startsIo;
    }
}
