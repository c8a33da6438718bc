/**
 * A simulated GPU stack on instrumented primitives, and programs on it that can deadlock.
 *
 * <p>{@link io.fencedep.samples.gpu.Machine} is the computer, {@link io.fencedep.samples.gpu.Gpu} a device with its driver,
 * {@link io.fencedep.samples.gpu.Catalogue} lists the programs: each is a row of the scenarios, buggy and fixed. What lives
 * here shows what the rows mean; nothing else may use it.
 */
@NullMarked
package io.fencedep.samples.gpu;

import org.jspecify.annotations.NullMarked;
