package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.ClassNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Allocations, reclaim and notifiers. */
final class Memory {
    private static final Set<String> WITH_FS =
            Set.of("GFP_KERNEL", "GFP_KERNEL_ACCOUNT", "GFP_USER", "GFP_HIGHUSER", "GFP_HIGHUSER_MOVABLE", "blocking");

    private final World world;
    private final WaitContexts contexts;
    private final Map<String, List<String>> scopes = new HashMap<>();
    private final Set<String> reclaims = new TreeSet<>(Set.of(ClassNames.RECLAIM));
    private final Set<String> notifiers = new TreeSet<>(Set.of(ClassNames.MMU_NOTIFIER));

    Memory(World world, WaitContexts contexts) {
        this.world = world;
        this.contexts = contexts;
        for (TraceEvent event : world.trace) {
            if (event.text("event").equals("reclaim-begin")) {
                reclaims.add(reclaimClass(event));
            }
            if (event.text("event").equals("notifier-begin")) {
                String name = notifierClass(event);
                if (name.startsWith(ClassNames.MMU_NOTIFIER)) {
                    notifiers.add(name);
                }
            }
        }
    }

    void accept(int line, TraceEvent event) {
        switch (event.kind()) {
            case ALLOC -> alloc(line, event);
            case SCOPE_BEGIN -> scopes(event).add(event.text("scope"));
            case SCOPE_END -> {
                if (!scopes(event).remove(event.text("scope"))) {
                    world.anomaly("scope");
                }
            }
            case LOST -> scopes.clear();
            case RECLAIM_BEGIN -> reclaim(line, event);
            case RECLAIM_END -> end(line, event, Hold.Sort.RECLAIM);
            case NOTIFIER_BEGIN -> notifier(line, event);
            case NOTIFIER_END -> end(line, event, Hold.Sort.NOTIFIER);
            default -> {}
        }
    }

    private List<String> scopes(TraceEvent event) {
        return scopes.computeIfAbsent(event.task(), task -> new ArrayList<>());
    }

    private static String reclaimClass(TraceEvent event) {
        return event.has("class") ? ClassNames.canonical(event.text("class")) : ClassNames.RECLAIM;
    }

    private String notifierClass(TraceEvent event) {
        return world.classOf("notifier", event.text("notifier"), ClassNames.MMU_NOTIFIER);
    }

    private void alloc(int line, TraceEvent event) {
        List<String> flags = Arrays.asList(event.text("flags").split("\\|"));
        boolean fs = flags.stream().anyMatch(WITH_FS::contains);
        boolean direct = fs || flags.contains("GFP_NOFS") || flags.contains("GFP_NOIO");
        List<String> scope = scopes(event);
        boolean reclaiming = world.openHere(event.task()).stream().anyMatch(hold -> hold.sort == Hold.Sort.RECLAIM);
        if (!direct || reclaiming || scope.contains("noreclaim") || flags.contains("__GFP_NOLOCKDEP")) {
            return;
        }
        List<Node> nodes = new ArrayList<>();
        notifiers.forEach(name -> nodes.add(World.plain(name)));
        boolean entersFs = fs && !scope.contains("nofs") && !scope.contains("noio");
        if (entersFs) {
            for (String reclaim : reclaims) {
                nodes.add(World.plain(reclaim));
                notifiers.forEach(notifier -> world.direct.add(new World.Direct(
                        World.plain(reclaim), World.plain(notifier), Basis.SECTION, WaitKind.BLOCKING)));
            }
        }
        contexts.sleep(line, event, entersFs ? ClassNames.RECLAIM : ClassNames.MMU_NOTIFIER);
        nodes.forEach(node -> recursion(line, event, node.className()));
        world.await(event.task(), line, nodes, "", WaitKind.BLOCKING);
    }

    private void recursion(int line, TraceEvent event, String name) {
        for (Hold hold : world.openHere(event.task())) {
            if (hold.sort == Hold.Sort.NOTIFIER && hold.className.equals(name)) {
                world.recursions.add(new World.Recursion(hold, line, name, false));
            }
        }
    }

    private void reclaim(int line, TraceEvent event) {
        String name = reclaimClass(event);
        if (world.openHere(event.task()).stream().noneMatch(hold -> hold.sort == Hold.Sort.RECLAIM)) {
            world.await(event.task(), line, List.of(World.plain(name)), "", WaitKind.BLOCKING);
        }
        world.hold(Hold.Sort.RECLAIM, event.task(), line, name, "");
    }

    private void notifier(int line, TraceEvent event) {
        String name = notifierClass(event);
        world.await(event.task(), line, List.of(World.plain(name)), event.text("notifier"), WaitKind.BLOCKING);
        world.hold(Hold.Sort.NOTIFIER, event.task(), line, name, event.text("notifier"));
    }

    private void end(int line, TraceEvent event, Hold.Sort sort) {
        Hold found = null;
        for (Hold hold : world.openHere(event.task())) {
            boolean same = sort == Hold.Sort.RECLAIM ? true : hold.instance.equals(event.text("notifier"));
            if (hold.sort == sort && same) {
                found = hold;
            }
        }
        if (found == null) {
            world.anomaly(sort.name());
        } else {
            found.to = line;
        }
    }
}
