package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.LockKind;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the classes of a saved graph. */
final class ClassReader {
    private final Document json;
    private final Interner interner;
    private final DependencyGraph graph;

    ClassReader(Document json, Interner interner, DependencyGraph graph) {
        this.json = json;
        this.interner = interner;
        this.graph = graph;
    }

    void read() throws InputException {
        String className = "";
        @Nullable ResourceKind kind = null;
        LockKind lockKind = LockKind.UNKNOWN;
        long capacity = 0;
        boolean userspace = false;
        boolean percpu = false;
        List<String> sharedIn = new ArrayList<>();
        List<String> alternatives = new ArrayList<>();
        SortedMap<String, ResourceClass.Signals> signals = new TreeMap<>();
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "name" -> className = interner.text(json);
                case "kind" -> kind = json.constant(ResourceKind.values());
                case "lockKind" -> lockKind = json.constant(LockKind.values());
                case "capacity" -> capacity = json.number();
                case "userspace" -> userspace = json.truth();
                case "percpu" -> percpu = json.truth();
                case "sharedIn" -> readTexts(sharedIn);
                case "alternatives" -> readTexts(alternatives);
                case "signals" -> readSignals(signals);
                default -> json.skip();
            }
        }
        if (className.isEmpty()) {
            throw json.fieldError("name", "is missing");
        }
        if (kind == null) {
            throw json.fieldError("kind", "is missing");
        }
        ResourceClass resource = graph.addClass(className, kind);
        resource.setLockKind(lockKind);
        resource.setCapacity(capacity);
        if (userspace) {
            resource.setUserspace();
        }
        if (percpu) {
            resource.setPercpu();
        }
        sharedIn.forEach(resource::addSharedIn);
        alternatives.forEach(resource::addAlternative);
        signals.forEach(resource::addSignals);
    }

    private void readTexts(List<String> texts) throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            texts.add(interner.text(json));
        }
    }

    private void readSignals(SortedMap<String, ResourceClass.Signals> signals) throws InputException {
        json.beginObject();
        for (String recording = json.nextName(); recording != null; recording = json.nextName()) {
            long total = 0;
            SortedMap<Node, Long> excluded = new TreeMap<>();
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "total" -> total = json.number();
                    case "excluded" -> readExcluded(excluded);
                    default -> json.skip();
                }
            }
            signals.put(interner.text(recording), new ResourceClass.Signals(total, excluded));
        }
    }

    private void readExcluded(SortedMap<Node, Long> excluded) throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            String className = "";
            NodeState state = NodeState.NONE;
            long count = 0;
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "class" -> className = interner.text(json);
                    case "state" -> state = Interner.state(json);
                    case "count" -> count = json.number();
                    default -> json.skip();
                }
            }
            excluded.put(interner.node(json, "class", className, state), count);
        }
    }
}
