package io.fencedep.core.model;

import java.util.Arrays;

/**
 * Applies class rules to the events of one recording. An instance keeps the class that its first event with one gave it,
 * so that a rule that looks at the place sees where the instance first came up. Costs two array look-ups for an instance
 * that is known. Not thread-safe.
 */
final class ClassRuleStage implements EventSink {
    /** How a class's name of which no rule says anything is remembered. */
    private static final int UNCHANGED = -1;

    private final ClassRules rules;
    private final Names names;
    private final Instances instances;
    private final EventSink next;
    /** The class as written that an instance had last, plus one; 0 when it is not known. */
    private int[] written = new int[1024];
    /** What became of it: a name's id, or {@link #UNCHANGED}. */
    private int[] became = new int[1024];

    private boolean[] drops = new boolean[1024];
    private int found;
    private boolean foundDrops;

    ClassRuleStage(ClassRules rules, Names names, Instances instances, EventSink next) {
        this.rules = rules;
        this.names = names;
        this.instances = instances;
        this.next = next;
        instances.whenForgotten(id -> {
            if (id < written.length) {
                written[id] = 0;
            }
        });
    }

    @Override
    public void accept(Event event) {
        if (event.className == Names.NONE && event.instance == Instances.NONE) {
            next.accept(event);
            return;
        }
        int className = event.className;
        int subclass = event.subclass;
        if (event.instance == Instances.NONE) {
            find(event);
        } else {
            recall(event);
        }
        if (found != UNCHANGED) {
            event.className = found;
            event.subclass = foundDrops ? 0 : subclass;
        }
        next.accept(event);
        event.className = className;
        event.subclass = subclass;
    }

    private void recall(Event event) {
        int id = event.instance;
        if (id >= written.length) {
            int size = Math.max(id + 1, written.length * 2);
            written = Arrays.copyOf(written, size);
            became = Arrays.copyOf(became, size);
            drops = Arrays.copyOf(drops, size);
        }
        boolean known = written[id] != 0 && (event.className == Names.NONE || written[id] == event.className + 1);
        if (known) {
            found = event.className == Names.NONE && written[id] != 1 ? UNCHANGED : became[id];
            foundDrops = drops[id];
            return;
        }
        find(event);
        written[id] = event.className + 1;
        became[id] = found;
        drops[id] = foundDrops;
    }

    private void find(Event event) {
        found = UNCHANGED;
        foundDrops = false;
        for (int i = 0; i < rules.rules.size(); i++) {
            ClassRule rule = rules.rules.get(i);
            String name = rule.apply(attribute -> attribute.of(event, names, instances));
            if (name != null) {
                rules.matched(i);
                found = names.intern(name);
                foundDrops = rule.dropsSubclass();
                return;
            }
        }
    }
}
