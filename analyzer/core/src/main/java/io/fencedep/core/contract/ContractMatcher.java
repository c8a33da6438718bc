package io.fencedep.core.contract;

import io.fencedep.core.contract.Contract.RoleMatch;
import io.fencedep.core.contract.Rule.Hold;
import io.fencedep.core.contract.Rule.Target;
import io.fencedep.core.contract.Rule.Wait;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which classes of a graph a contract speaks of. Which classes play a role is found out once; asking afterwards is
 * a look-up.
 */
public final class ContractMatcher {
    private final Contract contract;
    private final DependencyGraph graph;
    private final Map<String, Set<String>> classesByRole = new HashMap<>();

    public ContractMatcher(Contract contract, DependencyGraph graph) {
        this.contract = contract;
        this.graph = graph;
    }

    /** Whether a class plays a role. Several fences of which one is enough play what any of them plays. */
    public boolean plays(String role, ResourceClass resource) {
        return classesByRole.computeIfAbsent(role, this::classesOf).contains(resource.name());
    }

    /** Whether a class is selected. */
    public boolean selects(Target target, ResourceClass resource) {
        return (target.role().isEmpty() || plays(target.role(), resource)) && fits(target, resource);
    }

    /** Whether a wait of this sort counts at all, whoever made it. */
    public static boolean counts(Wait wait, WaitKind kind) {
        return wait.tries() || kind == WaitKind.BLOCKING || kind == WaitKind.TIMED;
    }

    /** Whether these two ask for anything that only {@link Traits} tell. */
    public static boolean asksForTraits(@Nullable Hold hold, @Nullable Wait wait) {
        boolean ofHold = hold != null && (!hold.model().isEmpty() || hold.blocking() != null);
        return ofHold
                || wait != null
                        && !(wait.drivers().isEmpty() && wait.driversExcept().isEmpty());
    }

    /** Whether an occurrence with these traits has all that the two ask for. */
    public static boolean fits(@Nullable Hold hold, @Nullable Wait wait, Traits traits) {
        if (hold != null) {
            if (!hold.model().isEmpty() && !hold.model().equals(traits.model())) {
                return false;
            }
            if (hold.blocking() != null && hold.blocking() == traits.nonBlocking()) {
                return false;
            }
        }
        if (wait == null) {
            return true;
        }
        boolean included = wait.drivers().isEmpty() || wait.drivers().contains(traits.driver());
        boolean excepted = !wait.driversExcept().isEmpty()
                && (traits.driver().isEmpty() || wait.driversExcept().contains(traits.driver()));
        return included && !excepted;
    }

    private Set<String> classesOf(String role) {
        List<RoleMatch> matches = contract.classes().stream()
                .filter(match -> match.role().equals(role))
                .toList();
        if (matches.isEmpty()) {
            matches = Roles.of(role);
        }
        Set<String> names = new HashSet<>();
        for (ResourceClass resource : graph.classes().values()) {
            for (RoleMatch match : matches) {
                if (resource.kind() != ResourceKind.ANY && fits(match.target(), resource)) {
                    names.add(resource.name());
                }
            }
        }
        for (ResourceClass resource : graph.classes().values()) {
            if (resource.alternatives().stream().anyMatch(names::contains)) {
                names.add(resource.name());
            }
        }
        return names;
    }

    private static boolean fits(Target target, ResourceClass resource) {
        boolean kind = target.kinds().isEmpty();
        for (TargetKind each : target.kinds()) {
            kind |= each.matches(resource);
        }
        return kind && (target.match().isEmpty() || Glob.matches(target.match(), resource.name()));
    }
}
