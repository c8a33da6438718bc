package io.fencedep.programs.driven;

import io.fencedep.programs.driven.Control.Slot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the programs that a file names, each along the schedule that it brings with it: which body does which step, and
 * whether that is done at once, blocks, or goes on from there.
 */
public final class Driver {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);
    private static final int LOOKS = 3;

    private Driver() {}

    public static void main(String[] arguments) throws Exception {
        List<String> programs = Files.readAllLines(Path.of(arguments[0]));
        for (String each : programs) {
            run(Class.forName(each));
        }
        System.out.println(programs.size() + " programs");
        System.exit(0);
    }

    private static void run(Class<?> program) throws Exception {
        int bodies = program.getField("BODIES").getInt(null);
        List<Slot> slots = Stream.generate(Slot::new).limit(bodies).toList();
        Control.slots = slots;
        Thread[] threads = (Thread[]) program.getMethod("start").invoke(null);
        String schedule = (String) program.getField("SCHEDULE").get(null);
        for (String entry : schedule.isEmpty() ? new String[0] : schedule.split(" ")) {
            follow(program, entry, slots);
        }
        for (Thread each : threads) {
            long end = System.nanoTime() + LIMIT;
            for (int i = 0; each.isAlive(); i++) {
                Control.pause(i);
                check(System.nanoTime() < end, program, each + " does not end", slots);
            }
        }
        program.getMethod("end").invoke(null);
    }

    private static void follow(Class<?> program, String entry, List<Slot> slots) {
        String[] parts = entry.split(":");
        Slot slot = slots.get(Integer.parseInt(parts[0]));
        int step = Integer.parseInt(parts[1]);
        boolean blocks = parts[2].equals("b");
        if (!parts[2].equals("g")) {
            slot.allowed = step;
        }
        long end = System.nanoTime() + LIMIT;
        int blocked = 0;
        for (int i = 0; slot.done != step && blocked < LOOKS; i++) {
            Control.pause(i);
            blocked = blocks && slot.entered == step && isBlocked(slot.thread) ? blocked + 1 : 0;
            check(System.nanoTime() < end, program, entry + " takes too long", slots);
        }
        check(!blocks || slot.done != step, program, entry + " does not block", slots);
    }

    private static boolean isBlocked(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            default -> false;
        };
    }

    /** The model of the program says otherwise. */
    private static void check(boolean holds, Class<?> program, String problem, List<Slot> slots) {
        if (holds) {
            return;
        }
        System.err.println(program.getName() + ": " + problem);
        for (Slot each : slots) {
            Thread thread = each.thread;
            System.err.println("  " + each.done + " done, " + each.allowed + " allowed: " + thread);
            for (StackTraceElement frame : thread == null ? new StackTraceElement[0] : thread.getStackTrace()) {
                System.err.println("    " + frame);
            }
        }
        Runtime.getRuntime().halt(2);
    }
}
