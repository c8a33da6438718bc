package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import java.util.HashMap;
import java.util.Map;

/** One object for one name and one node, however often a file says it. */
final class Interner {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<Node, Node> nodes = new HashMap<>();

    String text(Document json) throws InputException {
        return text(json.text());
    }

    String text(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** The node of a class; the empty name is a field that was not there. */
    Node node(Document json, String nameField, String className, NodeState state) throws InputException {
        if (className.isEmpty()) {
            throw json.fieldError(nameField, "is missing");
        }
        Node node = new Node(className, state);
        Node known = nodes.putIfAbsent(node, node);
        return known == null ? node : known;
    }

    static NodeState state(Document json) throws InputException {
        switch (json.text()) {
            case "write":
                return NodeState.WRITE;
            case "shared":
                return NodeState.SHARED;
            default:
                throw json.error("is \"" + json.text() + "\", not one of write, shared");
        }
    }
}
