package io.fencedep.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Rules that split or join classes after recording, in the order in which they are asked: the first that matches gives
 * the name. Thread-safe: one set of rules serves all recordings, and knows afterwards which rules matched anything.
 */
public final class ClassRules {
    /** No rules. */
    public static final ClassRules NONE = new ClassRules(List.of());

    final List<ClassRule> rules;
    private final AtomicLongArray matches;

    public ClassRules(List<ClassRule> rules) {
        this.rules = List.copyOf(rules);
        this.matches = new AtomicLongArray(rules.size());
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The rules that matched nothing so far. */
    public List<ClassRule> unmatched() {
        List<ClassRule> unmatched = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (matches.get(i) == 0) {
                unmatched.add(rules.get(i));
            }
        }
        return unmatched;
    }

    /**
     * A stage for one recording that gives classes their names before anybody downstream interns them.
     *
     * @param names the recording's names
     * @param instances the recording's instances
     * @param next takes the events
     */
    public EventSink before(Names names, Instances instances, EventSink next) {
        return isEmpty() ? next : new ClassRuleStage(this, names, instances, next);
    }

    void matched(int rule) {
        matches.incrementAndGet(rule);
    }
}
