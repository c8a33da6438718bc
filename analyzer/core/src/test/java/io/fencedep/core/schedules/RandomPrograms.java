package io.fencedep.core.schedules;

import io.fencedep.core.schedules.Step.Do;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Small programs by their seeds. What they signal is signalled once, by one body. */
public final class RandomPrograms {
    private final Random random;
    private final List<List<Step>> bodies = new ArrayList<>();
    private int tasks;
    private final int locks;
    private boolean readers;
    private final boolean tries;
    private int interrupts;
    private final Map<Integer, Integer> follows = new TreeMap<>();

    private RandomPrograms(long seed, int locks, boolean tries) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        tasks = 2 + random.nextInt(2);
        readers = random.nextInt(3) == 0;
        this.locks = locks;
        this.tries = tries && random.nextInt(3) == 0;
    }

    /** Threads that take two locks, some of which start and join others while they hold none. */
    public static Program twoLocks(long seed) {
        RandomPrograms made = new RandomPrograms(seed, 2, true);
        made.bodies(0);
        if (!made.tries && made.random.nextBoolean()) {
            made.start(false);
        }
        return made.program(1, 1, 0);
    }

    /** Two threads that take up to two of four locks at once. */
    static Program fourLocks(long seed) {
        RandomPrograms made = new RandomPrograms(seed, 4, true);
        made.tasks = 2;
        for (int task = 0; task < made.tasks; task++) {
            List<Step> code = new ArrayList<>();
            made.pairs(code);
            made.bodies.add(code);
        }
        if (!made.tries && made.random.nextBoolean()) {
            made.start(false);
        }
        return made.program(1, 1, 0);
    }

    private void pairs(List<Step> code) {
        for (int many = 1 + random.nextInt(3); many > 0; many--) {
            int outer = random.nextInt(locks);
            int inner = random.nextInt(locks);
            code.add(new Step(taking(), outer));
            if (inner != outer) {
                code.add(new Step(taking(), inner));
                code.add(new Step(Do.UNLOCK, inner));
            }
            code.add(new Step(Do.UNLOCK, outer));
        }
    }

    /** Tasks with up to three locks, and up to so many work items that they queue. */
    private static RandomPrograms withWorks(long seed, int most) {
        RandomPrograms made = new RandomPrograms(seed, 1 + (int) (seed % 3), false);
        int works = made.random.nextInt(most + 1);
        made.bodies(works);
        made.queue(works);
        return made;
    }

    /** Tasks and work items with up to three locks and two fences. */
    public static Program any(long seed) {
        RandomPrograms made = withWorks(seed, 2);
        int fences = made.random.nextInt(3);
        for (int fence = 0; fence < fences; fence++) {
            made.fence(fence, made.random.nextInt(4) > 0);
        }
        if (fences == 2 && made.random.nextBoolean()) {
            made.waitForAny();
        }
        if (made.random.nextInt(4) == 0) {
            made.start(true);
        }
        boolean semaphore = !made.readers && made.random.nextInt(4) == 0;
        return made.program(1 + made.random.nextInt(2), semaphore ? 2 : 1, fences);
    }

    /**
     * Tasks and work items of a kernel, which allocate: then they may free memory themselves, as a task of its own does,
     * which takes locks, may wait for a fence, and may call a notifier.
     */
    public static Program kernel(long seed) {
        RandomPrograms made = withWorks(seed, 1);
        int fences = made.random.nextInt(3);
        for (int fence = 0; fence < fences; fence++) {
            if (fence == 1 && made.random.nextBoolean()) {
                made.follows.put(0, 1);
                made.waiters(1, List.of());
            } else {
                made.fence(fence, made.random.nextInt(4) > 0);
            }
        }
        made.memory(fences);
        return made.program(1, 1, fences);
    }

    /** Tasks that take spinning locks with interrupts on or off, and interrupts that take them as well. */
    public static Program interrupted(long seed) {
        RandomPrograms made = new RandomPrograms(seed, 1 + (int) (seed % 3), false);
        made.readers = false;
        made.tasks = 1 + made.random.nextInt(2);
        made.interrupts = 1 + made.random.nextInt(2);
        boolean readers = made.random.nextInt(3) == 0;
        for (int task = 0; task < made.tasks; task++) {
            List<Step> code = new ArrayList<>();
            made.spinning(code, seed % 8 == 0 ? 3 : 2, new ArrayList<>(), false, readers);
            made.bodies.add(code);
        }
        for (int interrupt = 0; interrupt < made.interrupts; interrupt++) {
            List<Step> code = new ArrayList<>();
            made.spinning(code, 2, new ArrayList<>(), true, readers);
            made.bodies.add(code);
        }
        return made.program(1, 1, 0);
    }

    private void spinning(List<Step> code, int most, List<Integer> held, boolean off, boolean readers) {
        int many = random.nextInt(most + 1);
        for (int i = 0; i < many; i++) {
            int lock = random.nextInt(locks);
            if (held.contains(lock)) {
                continue;
            }
            boolean switches = !off && random.nextBoolean();
            if (switches) {
                code.add(new Step(Do.IRQS_OFF, 0));
            }
            held.add(lock);
            code.add(new Step(readers && random.nextBoolean() ? Do.RECURSIVE_READ : Do.WRITE, lock));
            spinning(code, most - 1, held, off || switches, readers);
            code.add(new Step(Do.UNLOCK, lock));
            held.remove(Integer.valueOf(lock));
            if (switches) {
                code.add(new Step(Do.IRQS_ON, 0));
            }
        }
    }

    /** Tasks, one of which resets the device that signals (a task for each fence), and tasks that move a page or keep it where it is. */
    static Program device(long seed) {
        RandomPrograms made = withWorks(seed, 1);
        int fences = made.random.nextInt(3);
        for (int fence = 0; fence < fences; fence++) {
            made.waiters(fence, List.of());
        }
        if (fences > 0) {
            made.span(Do.RESET, Do.RESET_DONE);
        }
        for (int many = made.random.nextInt(3); many > 0; many--) {
            made.span(Do.GET, Do.PUT);
        }
        List<Step> moving = made.bodies.get(made.random.nextInt(made.bodies.size()));
        if (!moving.contains(new Step(Do.GET, 0))) {
            moving.add(made.random.nextInt(moving.size() + 1), new Step(Do.MIGRATE, 0));
        }
        for (int fence = 0; fence < fences; fence++) {
            made.bodies.add(made.tasks++, List.of(new Step(Do.BEGIN, fence), new Step(Do.SIGNAL, fence)));
        }
        return made.program(1, 1, fences);
    }

    private void span(Do begin, Do end) {
        List<Step> code = bodies.get(random.nextInt(bodies.size()));
        int at = random.nextInt(code.size() + 1);
        code.add(at, new Step(begin, 0));
        code.add(behind(code, at), new Step(end, 0));
    }

    private void memory(int fences) {
        List<Step> callback = new ArrayList<>();
        sections(callback, 2, new ArrayList<>());
        if (fences > 0 && random.nextInt(4) == 0) {
            callback.add(random.nextInt(callback.size() + 1), new Step(Do.WAIT, random.nextInt(fences)));
        }
        callback.add(0, new Step(Do.NOTIFY, 0));
        callback.add(new Step(Do.NOTIFIED, 0));
        List<Step> reclaim = new ArrayList<>();
        sections(reclaim, 2, new ArrayList<>());
        if (fences > 0 && random.nextInt(4) == 0) {
            reclaim.add(random.nextInt(reclaim.size() + 1), new Step(Do.WAIT, random.nextInt(fences)));
        }
        boolean notifies = random.nextBoolean();
        if (notifies) {
            reclaim.addAll(random.nextInt(reclaim.size() + 1), callback);
        }
        reclaim.add(0, new Step(Do.RECLAIM, 0));
        reclaim.add(new Step(Do.RECLAIMED, 0));
        for (int many = 1 + random.nextInt(2); many > 0; many--) {
            List<Step> by = bodies.get(random.nextInt(bodies.size()));
            int at = random.nextInt(by.size() + 1);
            while (isCallback(by, at)) {
                at--;
            }
            boolean noFs = notifies && random.nextInt(3) == 0;
            List<Step> block = new ArrayList<>(noFs ? callback : reclaim);
            if (!notifies || random.nextInt(4) > 0) {
                block.add(0, new Step(Do.ALLOC, noFs ? 1 : 0));
            } else {
                block = callback;
            }
            by.addAll(at, block);
        }
        bodies.add(tasks, reclaim);
        tasks++;
    }

    private static boolean isCallback(List<Step> code, int at) {
        int open = 0;
        for (Step step : code.subList(0, at)) {
            open += step.what() == Do.RECLAIM || step.what() == Do.NOTIFY ? 1 : 0;
            open -= step.what() == Do.RECLAIMED || step.what() == Do.NOTIFIED ? 1 : 0;
        }
        return open > 0 || at > 0 && code.get(at - 1).what() == Do.ALLOC;
    }

    private Program program(int workers, int permits, int fences) {
        return new Program(
                List.copyOf(bodies.subList(0, tasks)),
                List.copyOf(bodies.subList(tasks, bodies.size() - interrupts)),
                List.copyOf(bodies.subList(bodies.size() - interrupts, bodies.size())),
                workers,
                permits,
                locks,
                fences,
                follows);
    }

    private void bodies(int works) {
        for (int body = 0; body < tasks + works; body++) {
            List<Step> code = new ArrayList<>();
            sections(code, 2 + random.nextInt(3), new ArrayList<>());
            bodies.add(code);
        }
    }

    private void sections(List<Step> code, int most, List<Integer> held) {
        int many = random.nextInt(most);
        for (int i = 0; i < many; i++) {
            int lock = random.nextInt(locks);
            if (held.contains(lock)) {
                continue;
            }
            held.add(lock);
            code.add(new Step(taking(), lock));
            sections(code, most - 1, held);
            code.add(new Step(Do.UNLOCK, lock));
            held.remove(Integer.valueOf(lock));
        }
    }

    private Do taking() {
        if (tries && random.nextInt(3) == 0) {
            return Do.TRY;
        }
        if (readers && random.nextBoolean()) {
            return random.nextBoolean() ? Do.READ : Do.RECURSIVE_READ;
        }
        return Do.WRITE;
    }

    /** Some task queues each of them and perhaps waits for it later on. */
    private void queue(int works) {
        for (int work = 0; work < works; work++) {
            queueOne(work);
        }
    }

    private void queueOne(int work) {
        List<Step> by = bodies.get(random.nextInt(tasks));
        int at = random.nextInt(3) > 0 ? 0 : random.nextInt(by.size() + 1);
        by.add(at, new Step(Do.QUEUE, work));
        if (random.nextBoolean()) {
            by.add(behind(by, at), new Step(Do.FLUSH, work));
        }
    }

    private void fence(int fence, boolean section) {
        List<Step> code = bodies.get(random.nextInt(bodies.size()));
        int at = random.nextInt(code.size() + 1);
        code.add(at, new Step(Do.SIGNAL, fence));
        if (section) {
            code.add(0, new Step(Do.BEGIN, fence));
        }
        waiters(fence, code);
    }

    private void waiters(int fence, List<Step> code) {
        for (int waiters = 1 + random.nextInt(2); waiters > 0; waiters--) {
            List<Step> waiting = bodies.get(random.nextInt(bodies.size()));
            if (waiting != code) {
                Do what = random.nextInt(6) == 0 ? Do.WAIT_A_WHILE : Do.WAIT;
                waiting.add(random.nextInt(waiting.size() + 1), new Step(what, fence));
            }
        }
    }

    private void waitForAny() {
        List<Step> waiting = bodies.get(random.nextInt(bodies.size()));
        if (!waiting.contains(new Step(Do.SIGNAL, 0)) && !waiting.contains(new Step(Do.SIGNAL, 1))) {
            waiting.add(random.nextInt(waiting.size() + 1), new Step(Do.WAIT_ANY, 0));
        }
    }

    /** The first task starts another one, which it may do with locks held or not, and perhaps joins it. */
    private void start(boolean anywhere) {
        List<Step> code = bodies.get(0);
        int at = random.nextInt(code.size() + 1);
        while (!anywhere && isInside(code, at)) {
            at--;
        }
        int child = 1 + random.nextInt(tasks - 1);
        code.add(at, new Step(Do.START, child));
        if (random.nextBoolean()) {
            int join = behind(code, at);
            while (!anywhere && isInside(code.subList(at + 1, code.size()), join - at - 1)) {
                join++;
            }
            code.add(join, new Step(Do.JOIN, child));
        }
    }

    private static boolean isInside(List<Step> code, int at) {
        List<Step> before = code.subList(0, at);
        return 2 * before.stream().filter(step -> step.what() == Do.UNLOCK).count() < before.size();
    }

    private int behind(List<Step> code, int at) {
        return at + 1 + random.nextInt(code.size() - at);
    }
}
