/** What a change brought, for people. The comparison itself is made elsewhere. */
@NullMarked
package io.fencedep.report.diff;

import org.jspecify.annotations.NullMarked;
