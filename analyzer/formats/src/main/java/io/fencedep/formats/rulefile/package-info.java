/** Files of class rules, in YAML. What rules mean is said by {@link io.fencedep.core.model.ClassRule}; here is their text only. */
@NullMarked
package io.fencedep.formats.rulefile;

import org.jspecify.annotations.NullMarked;
