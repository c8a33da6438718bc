package io.fencedep.core.lowering;

import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes text of what is seen: who held what where while waiting for what. */
final class Witnesses {
    /** How nodes of classes that have no name yet are written into witnesses, until the end of the recording. */
    private static final String PROVISIONAL = "\0provisional:";

    /** Of more holds a witness keeps the latest. */
    private static final int MAX_HELD = 128;

    private final Names names;
    private final Instances instances;
    private final ClassTable classes;
    private final Int2ObjectOpenHashMap<List<String>> stacks = new Int2ObjectOpenHashMap<>();
    private final Map<String, String> frames = new HashMap<>();

    Witnesses(Names names, Instances instances, ClassTable classes) {
        this.names = names;
        this.instances = instances;
        this.classes = classes;
    }

    String text(@Nullable Resource resource) {
        if (resource instanceof Resource.AnyOf any) {
            return any.fences.stream().map(this::text).distinct().collect(Collectors.joining(" or "));
        }
        return resource == null || resource.instance < 0 ? "" : instances.text(resource.instance);
    }

    Place place(long line, int at, int stack) {
        return new Place(line, names.text(at), stack(stack));
    }

    List<String> stack(int id) {
        if (id == Names.NONE) {
            return List.of();
        }
        List<String> frames = stacks.get(id);
        if (frames == null) {
            String[] lines = names.text(id).split("\n");
            for (int i = 0; i < lines.length; i++) {
                // Most frames are those of many stacks.
                String known = this.frames.putIfAbsent(lines[i], lines[i]);
                lines[i] = known == null ? lines[i] : known;
            }
            frames = List.of(lines);
            stacks.put(id, frames);
        }
        return frames;
    }

    /** What is seen of a hold and a wait at this event. */
    Witness of(Frame frame, @Nullable Hold hold, @Nullable Resource resource, Event event) {
        return of(frame, hold, hold == null ? null : hold.resource, resource, event);
    }

    /** The same, where the first of the two may be held by nobody: it only depends on the other. */
    Witness of(Frame frame, @Nullable Hold hold, @Nullable Resource from, @Nullable Resource resource, Event event) {
        return new Witness(
                frame.task.name,
                frame.context,
                names.text(event.driver),
                text(from),
                text(resource),
                hold == null ? Place.UNKNOWN : shown(hold).place(),
                place(event.line, event.at, event.stack),
                held(frame),
                frame.task.stamp,
                event.timeout);
    }

    /** A wait that closes a ring of instances with others, and was seen before. */
    Witness of(Rings.Step step) {
        Rings.By by = step.waited().by();
        return new Witness(
                        by.task(),
                        InterruptContext.TASK,
                        names.text(by.driver()),
                        text(step.held()),
                        text(step.waited().on()),
                        Place.UNKNOWN,
                        place(by.line(), by.at(), by.stack()),
                        List.of(),
                        Stamp.of(new TreeMap<>()),
                        -1)
                .unordered();
    }

    private List<Held> held(Frame frame) {
        int first = Math.max(0, frame.count - MAX_HELD);
        List<Held> held = new ArrayList<>(frame.count - first);
        for (int i = first; i < frame.count; i++) {
            held.add(shown(frame.holds[i]));
        }
        // Of what is held one above the other each hold has witnesses of its own, which show the same.
        if (!held.equals(frame.shown)) {
            frame.shown = List.copyOf(held);
        }
        return frame.shown;
    }

    private Held shown(Hold hold) {
        Held fresh =
                new Held(node(hold.node()), text(hold.resource), hold.excludes, place(hold.line, hold.at, hold.stack));
        Held known = hold.shown;
        if (known == null || !known.equals(fresh)) {
            hold.shown = fresh;
            return fresh;
        }
        return known;
    }

    /** The node that a number stands for, with the classes as far as they are known by now. */
    Node node(int node) {
        ClassTable.Entry entry = classes.entry(node / 2);
        if (entry.becomes == ClassTable.NONE) {
            NodeState state = node % 2 == 1 ? NodeState.SHARED : NodeState.WRITE;
            return new Node(PROVISIONAL + node / 2, state);
        }
        entry = classes.entry(classes.resolve(node / 2));
        NodeState state =
                entry.kind != ResourceKind.LOCK ? NodeState.NONE : node % 2 == 1 ? NodeState.SHARED : NodeState.WRITE;
        return new Node(entry.name, state);
    }

    /** The provisional class that such a node stands for, or none. */
    int provisionalIn(Node node) {
        return node.className().startsWith(PROVISIONAL)
                ? Integer.parseInt(node.className().substring(PROVISIONAL.length()))
                : ClassTable.NONE;
    }
}
