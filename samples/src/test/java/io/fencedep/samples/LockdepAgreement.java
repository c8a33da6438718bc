package io.fencedep.samples;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.WaitKind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A graph held against what the same kernel printed in {@code /proc/lockdep}. Classes go by their names, without the
 * numbers that tell classes of one name and subclasses apart; tries are left out, since they wait for nothing.
 *
 * @param recall which part of the kernel's dependencies, among classes that we saw, is a dependency or a way in ours
 * @param precision which part of our dependencies, among classes that the kernel knows, is one or a way in the kernel's
 */
record LockdepAgreement(double recall, double precision) {
    private static final Pattern CLASS = Pattern.compile("^\\S+ (?:OPS:\\s*\\d+ )?FD:\\s*\\d+ BD:\\s*\\d+ \\S+: (.*)$");
    private static final Pattern NEXT = Pattern.compile("^ -> \\[\\S+\\] (.*)$");
    private static final Pattern NUMBERS = Pattern.compile("(#\\d+)?(/\\d+)?$");

    static LockdepAgreement of(DependencyGraph graph, List<String> lockdep) {
        Map<String, Set<String>> kernel = kernel(lockdep);
        Map<String, Set<String>> ours = new TreeMap<>();
        for (Dependency dependency : graph.dependencies()) {
            if (dependency.waitKind() != WaitKind.TRIED && !dependency.isDistant()) {
                ours.computeIfAbsent(plain(dependency.from().className()), ignored -> new TreeSet<>())
                        .add(plain(dependency.to().className()));
            }
        }
        Set<String> seen = new HashSet<>();
        graph.classes().keySet().forEach(name -> seen.add(plain(name)));
        return new LockdepAgreement(share(kernel, seen, ours), share(ours, kernel.keySet(), kernel));
    }

    /** Which part of these dependencies, among known classes, is a way in the other graph. */
    private static double share(Map<String, Set<String>> of, Set<String> known, Map<String, Set<String>> in) {
        int all = 0;
        int found = 0;
        for (Map.Entry<String, Set<String>> from : of.entrySet()) {
            Set<String> reached = reached(in, from.getKey());
            for (String to : from.getValue()) {
                if (known.contains(from.getKey()) && known.contains(to) && !to.equals(from.getKey())) {
                    all++;
                    found += reached.contains(to) ? 1 : 0;
                }
            }
        }
        return (double) found / all;
    }

    private static Set<String> reached(Map<String, Set<String>> graph, String from) {
        Set<String> reached = new HashSet<>();
        ArrayDeque<String> todo = new ArrayDeque<>(graph.getOrDefault(from, Set.of()));
        while (!todo.isEmpty()) {
            String next = todo.poll();
            if (reached.add(next)) {
                todo.addAll(graph.getOrDefault(next, Set.of()));
            }
        }
        return reached;
    }

    private static Map<String, Set<String>> kernel(List<String> lockdep) {
        Map<String, Set<String>> kernel = new HashMap<>();
        String current = "";
        for (String line : lockdep) {
            Matcher head = CLASS.matcher(line);
            Matcher next = NEXT.matcher(line);
            if (head.matches()) {
                current = plain(head.group(1));
                kernel.computeIfAbsent(current, ignored -> new TreeSet<>());
            } else if (next.matches() && !current.isEmpty()) {
                kernel.get(current).add(plain(next.group(1)));
            }
        }
        return kernel;
    }

    private static String plain(String name) {
        return NUMBERS.matcher(name.strip()).replaceFirst("");
    }
}
