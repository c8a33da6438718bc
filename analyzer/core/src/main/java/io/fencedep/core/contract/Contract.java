package io.fencedep.core.contract;

import java.util.List;

/**
 * A contract: roles for classes, chains of dependencies that hold by promise, and rules.
 *
 * @param name how findings name it
 * @param about what it is for, as a sentence or two; may be empty
 * @param classes which classes play which role; a class may play several. A role that is named here is played by these
 *     classes only, one of {@link Roles} that is not named here by the classes that it has by itself
 * @param prime chains of roles: every earlier one may be held while every later one is waited for
 * @param rules what must not be
 */
public record Contract(String name, String about, List<RoleMatch> classes, List<List<String>> prime, List<Rule> rules) {

    public Contract {
        classes = List.copyOf(classes);
        prime = prime.stream().map(List::copyOf).toList();
        rules = List.copyOf(rules);
    }

    /**
     * Gives a role to classes.
     *
     * @param target which classes; its own role is empty
     * @param role the role
     */
    public record RoleMatch(Rule.Target target, String role) {}
}
