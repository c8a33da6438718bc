package io.fencedep.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** What recording does to a text: it begins and ends somewhere, and what a CPU tells may be lost. */
enum KernelDamage {
    BEGINS_LATE,
    ENDS_EARLY,
    /** The buffer of each CPU was overwritten up to a line of its own. */
    OVERWRITTEN,
    /** A CPU's buffer was full for some time, and the text says so. */
    LOST;

    private static final int CPUS = 4;

    String of(String text, Random random) {
        List<String> head =
                text.lines().filter(line -> !line.startsWith(" ")).collect(Collectors.toCollection(ArrayList::new));
        List<String> lines = text.lines().filter(line -> line.startsWith(" ")).toList();
        if (lines.isEmpty()) {
            return text;
        }
        int cut = random.nextInt(lines.size());
        head.addAll(
                switch (this) {
                    case BEGINS_LATE -> lines.subList(cut, lines.size());
                    case ENDS_EARLY -> lines.subList(0, cut + 1);
                    case OVERWRITTEN -> overwritten(head, lines, random);
                    case LOST -> lost(lines, random.nextInt(CPUS), cut, cut + random.nextInt(lines.size() - cut));
                });
        return String.join("\n", head) + "\n";
    }

    private static List<String> overwritten(List<String> head, List<String> lines, Random random) {
        head.replaceAll(line -> line.replace("1000/1000", "900/1000"));
        int[] from = random.ints(CPUS, 0, lines.size() / 2 + 1).toArray();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (i >= from[cpu(lines.get(i))]) {
                kept.add(lines.get(i));
            }
        }
        return kept;
    }

    private static List<String> lost(List<String> lines, int cpu, int from, int to) {
        List<String> kept = new ArrayList<>();
        int lost = 0;
        for (int i = 0; i < lines.size(); i++) {
            boolean mine = cpu(lines.get(i)) == cpu;
            if (mine && i >= from && i < to) {
                lost++;
                continue;
            }
            if (mine && lost > 0) {
                kept.add("CPU:" + cpu + " [LOST " + lost + " EVENTS]");
                lost = 0;
            }
            kept.add(lines.get(i));
        }
        return kept;
    }

    private static int cpu(String line) {
        return line.charAt(line.indexOf(" [00") + 4) - '0';
    }
}
