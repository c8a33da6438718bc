/**
 * The Maven plugin: two goals around the tests of a project.
 *
 * <p>Here lives what Maven calls: parameters, the command line of the tests' JVM, and how a build fails. Reading graphs,
 * judging and reporting are done by the parts below; nothing here detects.
 */
@NullMarked
package io.fencedep.maven;

import org.jspecify.annotations.NullMarked;
