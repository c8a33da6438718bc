package io.fencedep.samples;

import io.fencedep.core.reference.TraceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a kernel's recording tells of a run of a program, as native events: neither how many items a queue runs at once, nor
 * starts and joins of tasks, semaphores, failed tries, bounds of waits, or waits for any of several fences. Sections of signalling are one
 * annotation for all fences.
 */
final class KernelView {
    /** How the classes of fences begin. */
    static final String FENCES = "dma_fence:drv-";

    private static final String MAP = "dma_fence_map";

    private final List<TraceEvent> run;
    private final KernelText.Form form;
    private final List<TraceEvent> told = new ArrayList<>();
    private final Map<String, Integer> sections = new HashMap<>();

    private KernelView(List<TraceEvent> run, KernelText.Form form) {
        this.run = run;
        this.form = form;
    }

    static List<TraceEvent> of(List<TraceEvent> run, KernelText.Form form) {
        KernelView view = new KernelView(run, form);
        for (int i = 0; i < run.size(); i++) {
            view.event(i, run.get(i).without("capacity").without("timeout").without("result"));
        }
        Map<String, String> locks = locks(run);
        view.told.replaceAll(event -> event.has("class") ? event.with("class", printed(event, locks)) : event);
        return view.told;
    }

    /** How the classes of locks are called: semaphores of readers and writers as such, where they do not recurse. */
    static Map<String, String> locks(List<TraceEvent> run) {
        Map<String, String> names = new HashMap<>();
        for (String mode : List.of("", "read", "recursive-read")) {
            run.stream()
                    .filter(event -> event.text("event").equals("acquire")
                            && event.text("mode").equals(mode))
                    .forEach(event -> {
                        String name = event.text("class");
                        names.put(event.text("lock"), mode.equals("read") ? "&dev->" + name + "_sem" : name);
                    });
        }
        return names;
    }

    private static String printed(TraceEvent event, Map<String, String> locks) {
        String name = event.text("class");
        return switch (name.charAt(0)) {
            case 'F' -> FENCES + name;
            case 'L' -> locks.getOrDefault(event.text("lock"), name);
            case 'W' -> "&w->" + name;
            default -> name;
        };
    }

    /** Whether this lock is one that the kernel's lock validator does not know. */
    static boolean isSemaphore(List<TraceEvent> run, String lock) {
        return run.stream()
                .anyMatch(event ->
                        event.text("lock").equals(lock) && event.text("kind").equals("semaphore"));
    }

    private void event(int at, TraceEvent event) {
        String task = event.task();
        switch (event.text("event")) {
            case "acquire" -> acquire(event);
            case "release" -> {
                if (!isSemaphore(run, event.text("lock"))) {
                    told.add(event);
                }
            }
            case "acquired", "task-start", "task-join", "task-joined" -> {}
            case "signalling-begin" -> beginSection(task, form.sections());
            case "signalling-end" -> endSection(task, form.sections());
            case "fence-signal" -> {
                beginSection(task, true);
                told.add(event);
                endSection(task, true);
            }
            case "fence-wait" -> waits(task, event);
            case "fence-waited" -> waited(at, task, event);
            default -> told.add(event);
        }
    }

    private void acquire(TraceEvent event) {
        String lock = event.text("lock");
        if (event.is("failed", true) || isSemaphore(run, lock)) {
            return;
        }
        if (form.arguments()) {
            told.add(event);
            return;
        }
        boolean recursive = run.stream()
                .anyMatch(other ->
                        other.text("lock").equals(lock) && other.text("mode").equals("recursive-read"));
        TraceEvent stock = event.without("kind");
        told.add(recursive && event.text("mode").equals("read") ? stock.with("mode", "recursive-read") : stock);
    }

    private void waits(String task, TraceEvent event) {
        if (event.has("any")) {
            return;
        }
        boolean inside = sections.getOrDefault(task, 0) > 0;
        if (inside) {
            release(task);
        }
        told.add(map(task));
        release(task);
        if (inside) {
            told.add(map(task).with("mode", "recursive-read"));
        }
        told.add(event);
    }

    private void waited(int at, String task, TraceEvent event) {
        TraceEvent before = run.get(at - 1);
        boolean slept =
                !before.text("event").equals("fence-wait") || !before.task().equals(task);
        if (!event.has("any")) {
            told.add(form.scheduler() ? event.with("slept", slept) : event);
        }
    }

    private void beginSection(String task, boolean seen) {
        if (seen && sections.merge(task, 1, Integer::sum) == 1) {
            told.add(map(task).with("mode", "recursive-read"));
        }
    }

    private void endSection(String task, boolean seen) {
        boolean open = seen && sections.getOrDefault(task, 0) > 0;
        if (open && sections.merge(task, -1, Integer::sum) == 0) {
            release(task);
        }
    }

    private static TraceEvent map(String task) {
        return TraceEvent.of("acquire", task, "lock", MAP, "class", MAP, "kind", "map");
    }

    private void release(String task) {
        told.add(TraceEvent.of("release", task, "lock", MAP));
    }
}
