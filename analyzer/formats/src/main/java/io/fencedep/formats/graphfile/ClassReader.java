package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
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
        List<Consumer<ResourceClass>> known = new ArrayList<>();
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "name" -> className = interner.text(json);
                case "kind" -> kind = json.constant(ResourceKind.values());
                default -> readMore(name, known);
            }
        }
        if (className.isEmpty()) {
            throw json.fieldError("name", "is missing");
        }
        if (kind == null) {
            throw json.fieldError("kind", "is missing");
        }
        ResourceClass resource = graph.addClass(className, kind);
        known.forEach(each -> each.accept(resource));
    }

    private void readMore(String name, List<Consumer<ResourceClass>> known) throws InputException {
        switch (name) {
            case "lockKind" -> {
                LockKind kind = json.constant(LockKind.values());
                known.add(resource -> resource.setLockKind(kind));
            }
            case "capacity" -> {
                long capacity = json.number();
                known.add(resource -> resource.setCapacity(capacity));
            }
            case "userspace" -> {
                if (json.truth()) {
                    known.add(ResourceClass::setUserspace);
                }
            }
            case "percpu" -> {
                if (json.truth()) {
                    known.add(ResourceClass::setPercpu);
                }
            }
            case "handedOver" -> {
                if (json.truth()) {
                    known.add(ResourceClass::setHandedOver);
                }
            }
            case "contexts" -> readContexts(known);
            case "sharedIn" -> readTexts().forEach(each -> known.add(resource -> resource.addSharedIn(each)));
            case "alternatives" -> readTexts().forEach(each -> known.add(resource -> resource.addAlternative(each)));
            case "signals" -> readSignals(known);
            default -> json.skip();
        }
    }

    private void readContexts(List<Consumer<ResourceClass>> known) throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            InterruptContext context = json.constant(InterruptContext.values());
            known.add(resource -> resource.addContext(context));
        }
    }

    private List<String> readTexts() throws InputException {
        List<String> texts = new ArrayList<>();
        for (json.beginArray(); json.nextElement(); ) {
            texts.add(interner.text(json));
        }
        return texts;
    }

    private void readSignals(List<Consumer<ResourceClass>> known) throws InputException {
        json.beginObject();
        for (String each = json.nextName(); each != null; each = json.nextName()) {
            String recording = interner.text(each);
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
            ResourceClass.Signals signals = new ResourceClass.Signals(total, excluded);
            known.add(resource -> resource.addSignals(recording, signals));
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
