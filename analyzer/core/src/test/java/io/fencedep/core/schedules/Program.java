package io.fencedep.core.schedules;

import io.fencedep.core.schedules.Step.Do;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A few tasks that do one step after the other.
 *
 * @param tasks what each task does; those that no task starts run from the beginning
 * @param works what each work item does; those that no task queues never run
 * @param interrupts what each interrupt does, which may hit any task that has not switched them off, once
 * @param workers how many work items run at once, in the order in which they were queued
 * @param permits how many may hold the first lock at once
 * @param follows fences that are signalled by themselves behind the fences that they are told by
 * @param tries whether any lock is only tried
 */
public record Program(
        List<List<Step>> tasks,
        List<List<Step>> works,
        List<List<Step>> interrupts,
        int workers,
        int permits,
        int locks,
        int fences,
        Map<Integer, Integer> follows,
        boolean tries) {
    Program(
            List<List<Step>> tasks,
            List<List<Step>> works,
            List<List<Step>> interrupts,
            int workers,
            int permits,
            int locks,
            int fences,
            Map<Integer, Integer> follows) {
        this(tasks, works, interrupts, workers, permits, locks, fences, follows, tries(tasks) || tries(works));
    }

    private static boolean tries(List<List<Step>> bodies) {
        return bodies.stream().flatMap(List::stream).anyMatch(step -> step.what() == Do.TRY);
    }

    /** What a task or, behind the tasks, a work item does. */
    List<Step> code(int body) {
        int behindTasks = body - tasks.size();
        if (behindTasks < 0) {
            return tasks.get(body);
        }
        return behindTasks < works.size() ? works.get(behindTasks) : interrupts.get(behindTasks - works.size());
    }

    boolean isInterrupt(int body) {
        return body >= tasks.size() + works.size();
    }

    /** How many may hold a lock for write at once. */
    int room(int lock) {
        return lock == 0 ? permits : 1;
    }

    public static String taskName(int task) {
        return "task " + (char) ('a' + task);
    }

    public int bodies() {
        return tasks.size() + works.size() + interrupts.size();
    }

    /** Whether any lock is read. */
    boolean readers() {
        return IntStream.range(0, locks)
                .anyMatch(lock -> has(new Step(Do.READ, lock)) || has(new Step(Do.RECURSIVE_READ, lock)));
    }

    public boolean waitsForAny() {
        return has(new Step(Do.WAIT_ANY, 0));
    }

    /** Whether a body waits for a fence more than once. */
    public boolean waitsTwice() {
        return IntStream.range(0, bodies())
                .mapToObj(this::code)
                .anyMatch(code -> code.stream()
                                .filter(step -> step.what() == Do.WAIT)
                                .distinct()
                                .count()
                        < code.stream().filter(step -> step.what() == Do.WAIT).count());
    }

    /** Whether a body waits for ever for what it may have given up on before; whether it then goes on is its own affair. */
    boolean waitsAgain() {
        return IntStream.range(0, bodies())
                .mapToObj(this::code)
                .anyMatch(code -> code.stream()
                        .filter(step -> step.what() == Do.WAIT_A_WHILE)
                        .map(Step::on)
                        .anyMatch(fence -> code.contains(new Step(Do.WAIT, fence))
                                || code.contains(new Step(Do.WAIT_ANY, fence))
                                || code.contains(new Step(Do.WAIT_ANY, fence - 1))));
    }

    public boolean has(Step wanted) {
        return tasks.stream().anyMatch(code -> code.contains(wanted))
                || works.stream().anyMatch(code -> code.contains(wanted))
                || interrupts.stream().anyMatch(code -> code.contains(wanted));
    }

    /**
     * The same, with somebody who writes under each lock that is read by readers that wait for writers: that nobody did so
     * in a recording says little.
     */
    public Program withWriters() {
        List<List<Step>> more = new ArrayList<>(tasks);
        for (int lock = 0; lock < locks; lock++) {
            if (has(new Step(Do.READ, lock))) {
                more.add(List.of(new Step(Do.WRITE, lock), new Step(Do.UNLOCK, lock)));
            }
        }
        return new Program(more, works, interrupts, workers, permits, locks, fences, follows);
    }

    /**
     * The same, where all is done a second time with the same locks and workers, but with fences and work items of its own:
     * then tasks begin and items are queued whenever it may be. Interrupts have a processor that does nothing else.
     *
     * @param crossed for which fences, one bit for each, either of the two waits for that of the other
     */
    public Program twice(int crossed) {
        List<List<Step>> allTasks = new ArrayList<>();
        List<List<Step>> allWorks = new ArrayList<>();
        tasks.forEach(code -> allTasks.add(waiting(code, crossed)));
        works.forEach(code -> allWorks.add(waiting(code, crossed)));
        tasks.forEach(code -> allTasks.add(again(code, crossed)));
        for (int work = 0; work < works.size(); work++) {
            allWorks.add(again(works.get(work), crossed));
            allTasks.add(List.of(new Step(Do.QUEUE, work + works.size())));
        }
        List<List<Step>> allInterrupts = new ArrayList<>(interrupts);
        allInterrupts.addAll(interrupts);
        if (!interrupts.isEmpty()) {
            allTasks.add(List.of());
        }
        Map<Integer, Integer> allFollow = new TreeMap<>(follows);
        follows.forEach((first, next) -> allFollow.put(first + fences, next + fences));
        return new Program(allTasks, allWorks, allInterrupts, workers, permits, locks, 2 * fences, allFollow);
    }

    private List<Step> waiting(List<Step> code, int crossed) {
        return code.stream()
                .map(step -> step.what() == Do.WAIT && isCrossed(step, crossed)
                        ? new Step(Do.WAIT, step.on() + fences)
                        : step)
                .collect(Collectors.toList());
    }

    private static boolean isCrossed(Step wait, int crossed) {
        return (crossed >> wait.on() & 1) == 1;
    }

    private List<Step> again(List<Step> code, int crossed) {
        return code.stream()
                .filter(step -> step.what() != Do.START && step.what() != Do.QUEUE)
                .map(step -> switch (step.what()) {
                    case JOIN -> new Step(Do.JOIN, step.on() + tasks.size());
                    case FLUSH -> new Step(Do.FLUSH, step.on() + works.size());
                    case BEGIN, SIGNAL, WAIT_A_WHILE -> new Step(step.what(), step.on() + fences);
                    case WAIT -> new Step(Do.WAIT, step.on() + (isCrossed(step, crossed) ? 0 : fences));
                    default -> step;
                })
                .collect(Collectors.toList());
    }

    /**
     * The same without what is not named.
     *
     * @param classes the classes whose locks, joins, flushes and limits stay
     * @param waiting for each class of fences which tasks wait for them; work items may
     */
    public Program only(Set<String> classes, Map<String, Set<String>> waiting) {
        boolean limited = classes.contains("place:q") || classes.contains("queue:q");
        List<List<Step>> keptTasks = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            String name = taskName(task);
            keptTasks.add(kept(
                    tasks.get(task),
                    classes,
                    fence -> waiting.getOrDefault(fence, Set.of()).contains(name)));
        }
        List<List<Step>> keptWorks = new ArrayList<>();
        works.forEach(code -> keptWorks.add(kept(code, classes, classes::contains)));
        List<List<Step>> keptInterrupts = new ArrayList<>();
        interrupts.forEach(code -> keptInterrupts.add(kept(code, classes, classes::contains)));
        return new Program(
                keptTasks,
                keptWorks,
                keptInterrupts,
                limited ? workers : works.size() + 1,
                permits,
                locks,
                fences,
                follows);
    }

    private static List<Step> kept(List<Step> code, Set<String> classes, Predicate<String> waitsFor) {
        List<Step> kept = new ArrayList<>();
        int callbacks = 0;
        for (Step step : code) {
            callbacks += step.what() == Do.RECLAIM || step.what() == Do.NOTIFY ? 1 : 0;
            callbacks -= step.what() == Do.RECLAIMED || step.what() == Do.NOTIFIED ? 1 : 0;
            boolean keeps = switch (step.what()) {
                case WAIT -> callbacks > 0 ? classes.contains("F" + step.on()) : waitsFor.test("F" + step.on());
                case MIGRATE -> classes.contains("P");
                case FLUSH -> !Collections.disjoint(classes, Set.of("W" + step.on(), "queue:q"));
                case JOIN -> classes.contains("task:" + taskName(step.on()));
                case WRITE, READ, RECURSIVE_READ, TRY, UNLOCK -> classes.contains("L" + step.on());
                default -> true;
            };
            if (keeps) {
                kept.add(step);
            }
        }
        return kept;
    }

    /**
     * Whether a recording tells all that its signals need: they come from work items, or from sections that span all that
     * comes before them; and nothing is waited for before something is started or handed over.
     */
    public boolean tellsAll() {
        for (int body = 0; body < bodies(); body++) {
            boolean waited = false;
            for (Step step : code(body)) {
                boolean begins = step.what() == Do.START || step.what() == Do.QUEUE || step.what() == Do.BEGIN;
                boolean bare = step.what() == Do.SIGNAL
                        && body < tasks.size()
                        && !code(body).contains(new Step(Do.BEGIN, step.on()));
                if (waited && begins || bare) {
                    return false;
                }
                waited |= step.waits();
            }
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int body = 0; body < bodies(); body++) {
            String name = isInterrupt(body) ? "interrupt " : body < tasks.size() ? "task " : "work ";
            text.append(name).append(body).append(':');
            code(body).forEach(step -> text.append(' ').append(step.what()).append(step.on()));
            text.append('\n');
        }
        return text + "workers: " + workers + "\n";
    }
}
