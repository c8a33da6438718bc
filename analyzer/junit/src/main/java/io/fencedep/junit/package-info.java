/**
 * Deadlocks as failures of JUnit tests.
 *
 * <p>Here lives what JUnit calls, and what a user writes at tests. Nothing here records or detects: that is the agent's,
 * which is asked by name and may not be there. So this knows the JDK and JUnit's API, and no other part of fencedep.
 */
@NullMarked
package io.fencedep.junit;

import org.jspecify.annotations.NullMarked;
