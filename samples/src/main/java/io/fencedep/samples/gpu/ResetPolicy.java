package io.fencedep.samples.gpu;

/** What a driver allows itself when it brings a hung device back. */
enum ResetPolicy {
    /** Takes the reservation of each buffer in video memory, to restore it; then nobody may wait for a fence under one. */
    AMDGPU_LIKE,
    /** Takes no reservation; then waiting for a fence under one is allowed. */
    I915_LIKE,
    /** Forgets some of the jobs that it should have given up. */
    FORGETFUL
}
