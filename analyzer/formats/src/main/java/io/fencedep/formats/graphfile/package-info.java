/**
 * Saved graphs: {@link io.fencedep.formats.graphfile.GraphFileWriter} writes a dependency graph as JSON, and
 * {@link io.fencedep.formats.graphfile.GraphFile} reads the equal graph back.
 *
 * <p>The file is one object. {@code inputs} are the recordings, {@code classes} the vertices, {@code stacks} and
 * {@code holds} what witnesses refer to by position, then come {@code dependencies}, {@code tries} (the
 * same into successful tries, which wait for nothing), {@code usages} (what interrupts do to locks) and {@code
 * observations}. Every element stands on a line of its own. In an element of the last four, {@code
 * witnesses} is what people look at, and {@code recordings} says what each recording has shown, with its witnesses by
 * position. {@code usage}, {@code evidence}, {@code weight}, {@code support}, {@code refuted} and the outer {@code count}
 * sum up the rest; readers compute them anew. A field that is absent has its plainest value.
 */
@NullMarked
package io.fencedep.formats.graphfile;

import org.jspecify.annotations.NullMarked;
