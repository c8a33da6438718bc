package io.fencedep.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What the annotations of a test and of its classes accept.
 *
 * @param grants the annotations, those of the test itself first
 */
record Allowance(List<Grant> grants) {
    /**
     * One annotation.
     *
     * @param where the class or method that has it
     * @param reason why
     * @param ids which findings; empty for all that its tests show
     */
    record Grant(String where, String reason, Set<String> ids) {
        boolean covers(Finding finding) {
            return ids.contains(finding.id());
        }

        boolean coversAll() {
            return ids.isEmpty();
        }
    }

    /** All {@link AllowedCycle} around this test: its own, and those of its class and of the classes around that. */
    static Allowance of(ExtensionContext test) {
        List<Grant> grants = new ArrayList<>();
        for (Optional<ExtensionContext> at = Optional.of(test);
                at.isPresent();
                at = at.get().getParent()) {
            at.get().getElement().ifPresent(element -> addAll(element, grants));
        }
        return new Allowance(grants);
    }

    private static void addAll(AnnotatedElement element, List<Grant> grants) {
        String where = name(element);
        for (AllowedCycle allowed : AnnotationSupport.findRepeatableAnnotations(element, AllowedCycle.class)) {
            String reason = allowed.reason().strip();
            if (reason.isEmpty()) {
                throw new ExtensionConfigurationException("@AllowedCycle at " + where + " gives no reason");
            }
            Grant grant = new Grant(where, reason, Set.of(allowed.ids()));
            if (!grants.contains(grant)) {
                grants.add(grant);
            }
        }
    }

    private static String name(AnnotatedElement element) {
        if (element instanceof Class<?> type) {
            return type.getName();
        }
        return element instanceof Method method
                ? method.getDeclaringClass().getName() + "." + method.getName() + "()"
                : element.toString();
    }

    /** Whether what the test does may be held against what other tests do. */
    boolean combines() {
        return grants.stream().noneMatch(Grant::coversAll);
    }

    /** What accepts this finding, shown by the test alone: whatever names it, else whatever accepts all; null for nothing. */
    @Nullable
    Grant grantFor(Finding finding) {
        return grants.stream()
                .filter(each -> each.covers(finding))
                .findFirst()
                .orElseGet(() ->
                        grants.stream().filter(Grant::coversAll).findFirst().orElse(null));
    }
}
