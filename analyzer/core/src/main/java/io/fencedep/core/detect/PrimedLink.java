package io.fencedep.core.detect;

import io.fencedep.core.graph.Node;

/**
 * A dependency that holds because a contract says so.
 *
 * @param from what may be held
 * @param to what may be waited for meanwhile
 * @param contract the contract's name
 * @param note what it says, as a sentence
 */
record PrimedLink(Node from, Node to, String contract, String note) {}
