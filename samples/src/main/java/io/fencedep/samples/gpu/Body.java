package io.fencedep.samples.gpu;

/** What a task or a job does. */
@FunctionalInterface
interface Body {
    void run() throws Exception;
}
