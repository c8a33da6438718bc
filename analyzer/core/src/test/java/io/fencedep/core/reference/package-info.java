/**
 * A second, naive reading of what traces mean, to hold the real one against: whole traces in lists, intervals, and loops
 * over all of them. It shares no code with lowering and detection, only the types that both hand out.
 */
package io.fencedep.core.reference;
