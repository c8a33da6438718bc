package io.fencedep.core.reference;

import io.fencedep.core.graph.WaitKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Page references, pins and migration. */
final class Pages {
    private final World world;
    private final WaitContexts contexts;
    private final List<String> pins = new ArrayList<>();
    private final Map<String, String> pinClasses = new HashMap<>();
    private final List<Ring.Pair> pairs = new ArrayList<>();
    /** Pages with a migration that was held up by others and has not succeeded. */
    private final Set<String> inVain = new HashSet<>();

    private final Set<String> exclusive = new HashSet<>();

    Pages(World world, WaitContexts contexts) {
        this.world = world;
        this.contexts = contexts;
    }

    void accept(int line, TraceEvent event) {
        String page = event.text("page");
        switch (event.kind()) {
            case PAGE_GET -> world.hold(Hold.Sort.PAGE, event.task(), line, pageClass(page), page);
            case PAGE_PUT -> put(line, event);
            case PAGE_PIN -> {
                pins.add(page);
                if (event.has("class")) {
                    pinClasses.putIfAbsent(page, event.named());
                }
            }
            case PAGE_UNPIN -> unpin(event);
            case PAGE_MIGRATE -> migrate(line, event);
            case PAGE_MIGRATED -> {
                if (!event.text("result").equals("failed")) {
                    inVain.remove(page);
                }
            }
            case PAGE_EXCLUSIVE -> exclusive(event);
            default -> {}
        }
    }

    private String pageClass(String page) {
        return world.classOf("page", page, "page");
    }

    private void put(int line, TraceEvent event) {
        Hold dropped = find(event, other -> true);
        for (Hold hold : world.open(event.task())) {
            if (hold.sort == Hold.Sort.PAGE && hold.instance.equals(event.text("page"))) {
                dropped = hold;
            }
        }
        if (dropped == null) {
            world.anomaly("page");
            return;
        }
        dropped.to = line;
        if (find(event, other -> true) == null) {
            exclusive.remove(event.text("page"));
            pairs.removeIf(pair ->
                    pair.before().equals(event.text("page")) && !pair.ownBy().isEmpty());
        }
    }

    private Hold find(TraceEvent event, Predicate<Hold> which) {
        return world.holds.stream()
                .filter(hold -> hold.sort == Hold.Sort.PAGE
                        && hold.to == Hold.OPEN
                        && hold.instance.equals(event.text("page"))
                        && which.test(hold))
                .findFirst()
                .orElse(null);
    }

    private void unpin(TraceEvent event) {
        if (!pins.remove(event.text("page"))) {
            world.anomaly("pin");
        }
    }

    boolean isPinned(String page) {
        return pins.contains(page);
    }

    private static boolean movable(TraceEvent event) {
        return event.text("zone").equals("movable") || event.text("zone").equals("cma");
    }

    private void migrate(int line, TraceEvent event) {
        String page = event.text("page");
        String name = pageClass(page);
        contexts.sleep(line, event, name);
        boolean own = find(event, hold -> hold.task.equals(event.task())) != null;
        for (Hold hold : world.openHere(event.task())) {
            boolean other = hold.sort == Hold.Sort.PAGE && !hold.instance.equals(page);
            Ring.Pair pair = new Ring.Pair(hold.instance, page, own ? event.task() : "");
            if (other && hold.className.equals(name) && Ring.closes(pairs, pair, event.task())) {
                world.fact("recursion " + name);
            }
        }
        world.await(event.task(), line, List.of(World.plain(name)), page, WaitKind.BLOCKING);
        if (!movable(event)) {
            return;
        }
        Hold foreign = find(event, hold -> !hold.task.equals(event.task()));
        if (pins.contains(page)) {
            world.fact("unbounded pinned-page " + pinClasses.getOrDefault(page, "pinned page"));
        } else if (exclusive.contains(page) && foreign != null) {
            world.fact("unbounded exclusive-page-without-callback " + name);
        } else if (foreign != null) {
            inVain.add(page);
        }
    }

    private void exclusive(TraceEvent event) {
        if (event.is("callback", false)) {
            exclusive.add(event.text("page"));
        } else {
            exclusive.remove(event.text("page"));
        }
    }

    /** Whether the references that a migration met were dropped is not known any more, nor who waits for whom. */
    void lost() {
        pairs.clear();
        inVain.clear();
        pins.clear();
        exclusive.clear();
    }

    /** References that nobody dropped and that a migration waited for in vain. */
    void finish() {
        for (String page : inVain) {
            boolean left = world.holds.stream()
                    .anyMatch(
                            hold -> hold.sort == Hold.Sort.PAGE && hold.to == Hold.OPEN && hold.instance.equals(page));
            if (left) {
                world.fact("unbounded reference-never-dropped " + pageClass(page));
            }
        }
    }
}
