/**
 * Programs that use released libraries, each with the two halves of a deadlock one after the other, so that nothing hangs.
 */
package io.fencedep.libraries;
