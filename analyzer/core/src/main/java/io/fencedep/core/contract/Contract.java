package io.fencedep.core.contract;

import java.util.List;

/**
 * A contract: roles for classes, chains of dependencies that hold by promise, and rules.
 *
 * @param name how findings name it
 * @param classes which classes play which role; the first match of a role counts, a class may play several
 * @param prime chains of roles: every earlier one may be held while every later one is waited for
 * @param rules what must not be
 */
public record Contract(String name, List<RoleMatch> classes, List<List<String>> prime, List<Rule> rules) {

    public Contract {
        classes = List.copyOf(classes);
        prime = prime.stream().map(List::copyOf).toList();
        rules = List.copyOf(rules);
    }

    /**
     * Gives a role to classes.
     *
     * @param match a class name, in which {@code *} stands for any text
     * @param role the role
     */
    public record RoleMatch(String match, String role) {}
}
