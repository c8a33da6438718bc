/**
 * The pages that the kernel's lock validator prints of itself: {@code /proc/lockdep} and {@code /proc/lockdep_chains}.
 *
 * <p>{@code LockdepReader} says in events what each line stands for: a dependency is one lock taken inside of another, a
 * usage is a lock taken in an interrupt or with it enabled. So these pages become the same graph as recordings do, with
 * the same names.
 */
@NullMarked
package io.fencedep.formats.lockdep;

import org.jspecify.annotations.NullMarked;
