/**
 * Contract files: YAML that {@link io.fencedep.formats.contractfile.ContractFiles} reads, and the built-in ones, which are
 * nothing else. What an unknown field, role or kind is, is an error: a rule that silently says nothing is worse than none.
 */
@NullMarked
package io.fencedep.formats.contractfile;

import org.jspecify.annotations.NullMarked;
