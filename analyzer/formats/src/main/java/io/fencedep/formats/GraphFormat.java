package io.fencedep.formats;

/** A format whose inputs are dependencies already: a saved graph, or what a kernel's own validator prints. */
public non-sealed interface GraphFormat extends InputFormat {}
