package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.ClassNames;
import java.util.ArrayList;
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
    private final List<String> openDma = new ArrayList<>();
    private final Pages pages;

    Memory(World world, WaitContexts contexts, Pages pages) {
        this.world = world;
        this.contexts = contexts;
        this.pages = pages;
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
            case LOST -> {
                scopes.clear();
                openDma.clear();
            }
            case RECLAIM_BEGIN -> reclaim(line, event);
            case RECLAIM_END -> end(line, event, Hold.Sort.RECLAIM);
            case NOTIFIER_BEGIN -> notifier(line, event);
            case NOTIFIER_END -> end(line, event, Hold.Sort.NOTIFIER);
            case DMA_BEGIN -> openDma.add(event.text("page"));
            case DMA_END -> {
                if (!openDma.remove(event.text("page"))) {
                    world.anomaly("dma");
                }
            }
            default -> {}
        }
    }

    private List<String> scopes(TraceEvent event) {
        return scopes.computeIfAbsent(event.task(), task -> new ArrayList<>());
    }

    private static String reclaimClass(TraceEvent event) {
        return event.has("class") ? event.named() : ClassNames.RECLAIM;
    }

    private String notifierClass(TraceEvent event) {
        return world.givenClass("notifier", event.text("notifier"), ClassNames.MMU_NOTIFIER);
    }

    private void alloc(int line, TraceEvent event) {
        Set<String> flags = flags(event);
        boolean fs = flags.contains("__GFP_FS");
        List<String> scope = scopes(event);
        if (!flags.contains("__GFP_DIRECT_RECLAIM")
                || world.reclaims(event.task())
                || scope.contains("noreclaim")
                || flags.contains("__GFP_NOLOCKDEP")) {
            return;
        }
        List<Node> nodes = new ArrayList<>(List.of(World.plain(ClassNames.MMU_NOTIFIER)));
        boolean entersFs = fs && !scope.contains("nofs") && !scope.contains("noio");
        if (entersFs) {
            nodes.add(World.plain(ClassNames.RECLAIM));
            leads(ClassNames.RECLAIM, ClassNames.MMU_NOTIFIER);
        }
        contexts.sleep(line, event, entersFs ? ClassNames.RECLAIM : ClassNames.MMU_NOTIFIER);
        recursion(line, event, ClassNames.MMU_NOTIFIER);
        world.await(event.task(), line, nodes, "", WaitKind.BLOCKING);
    }

    /** Whoever waits for the one waits for the other: reclaim runs notifiers, and both have special ones. */
    private void leads(String from, String to) {
        if (!from.equals(to)) {
            world.direct.add(new World.Direct(World.plain(from), World.plain(to), Basis.SECTION, WaitKind.BLOCKING));
        }
    }

    private Set<String> flags(TraceEvent event) {
        Set<String> flags = new TreeSet<>();
        boolean known = false;
        for (String part : event.text("flags").split("(?=[|&])")) {
            String word = part.replaceAll("[|&~ ]", "");
            List<String> meaning = new ArrayList<>();
            if (WITH_FS.contains(word)) {
                meaning.addAll(List.of("__GFP_FS", "__GFP_DIRECT_RECLAIM"));
            } else if (word.equals("GFP_NOFS") || word.equals("GFP_NOIO")) {
                meaning.add("__GFP_DIRECT_RECLAIM");
            } else {
                meaning.add(word);
            }
            known |= word.contains("GFP_") || word.endsWith("blocking");
            if (part.contains("~")) {
                flags.removeAll(meaning);
            } else {
                flags.addAll(meaning);
            }
        }
        if (!known) {
            world.anomaly("flags");
        }
        return flags;
    }

    private void recursion(int line, TraceEvent event, String name) {
        for (Hold hold : world.openHere(event.task())) {
            if (hold.className.equals(name)) {
                world.recursions.add(new World.Recursion(hold, line, name, false));
            }
        }
    }

    private void reclaim(int line, TraceEvent event) {
        String name = reclaimClass(event);
        leads(ClassNames.RECLAIM, name);
        if (!world.reclaims(event.task())) {
            world.await(event.task(), line, List.of(World.plain(name)), "", WaitKind.BLOCKING);
        }
        world.hold(Hold.Sort.RECLAIM, event.task(), line, name, "");
    }

    private void notifier(int line, TraceEvent event) {
        String name = notifierClass(event);
        boolean mmu = event.has("model") || name.contains(ClassNames.MMU_NOTIFIER);
        if (mmu) {
            leads(ClassNames.MMU_NOTIFIER, name);
        }
        world.await(event.task(), line, List.of(World.plain(name)), event.text("notifier"), WaitKind.BLOCKING);
        Hold hold = world.hold(Hold.Sort.NOTIFIER, event.task(), line, name, event.text("notifier"));
        hold.pages = event.has("pages") ? event.list("pages") : null;
        hold.mmu = mmu;
    }

    private void dma(Hold notifier) {
        for (String page : openDma) {
            boolean inRange = notifier.pages == null || notifier.pages.contains(page);
            if (inRange && !pages.isPinned(page)) {
                world.fact("rule dma-open-at-notifier-end " + notifier.className);
            }
        }
    }

    private void end(int line, TraceEvent event, Hold.Sort sort) {
        Hold found = null;
        List<Hold> open = sort == Hold.Sort.RECLAIM ? world.openHere(event.task()) : world.open(event.task());
        for (Hold hold : open) {
            boolean same = sort == Hold.Sort.RECLAIM || hold.instance.equals(event.text("notifier"));
            if (hold.sort == sort && same) {
                found = hold;
            }
        }
        if (found == null) {
            world.anomaly(sort.name());
        } else {
            if (found.mmu && !event.text("result").equals("again")) {
                dma(found);
            }
            found.to = line;
        }
    }
}
