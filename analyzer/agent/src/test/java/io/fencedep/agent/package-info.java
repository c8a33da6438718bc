/** Tests of the shipped jar, in processes of their own, on every JDK that the machine has. */
@NullMarked
package io.fencedep.agent;

import org.jspecify.annotations.NullMarked;
