/**
 * Traces of RAPID and its kin, one event a line: {@code THREAD|operation(operand)|location}. {@code StdLine} cuts a line,
 * {@code StdReader} says what it means.
 */
@NullMarked
package io.fencedep.formats.std;

import org.jspecify.annotations.NullMarked;
