package io.fencedep.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What the annotations of a test and of its classes accept.
 *
 * @param forAll why all that the test shows is accepted; null when it is not
 * @param ids findings that are accepted, with the reason
 */
record Allowance(@Nullable String forAll, Map<String, String> ids) {
    /** All {@link AllowedCycle} around this test: its own, and those of its class and of the classes around that. */
    static Allowance of(ExtensionContext test) {
        String forAll = null;
        Map<String, String> ids = new LinkedHashMap<>();
        for (Optional<ExtensionContext> at = Optional.of(test);
                at.isPresent();
                at = at.get().getParent()) {
            for (AllowedCycle allowed : annotations(at.get().getElement())) {
                String reason = allowed.reason().strip();
                if (reason.isEmpty()) {
                    throw new ExtensionConfigurationException(
                            "@AllowedCycle at " + test.getDisplayName() + " gives no reason");
                }
                if (allowed.ids().length == 0) {
                    forAll = forAll == null ? reason : forAll;
                }
                for (String id : allowed.ids()) {
                    ids.putIfAbsent(id, reason);
                }
            }
        }
        return new Allowance(forAll, ids);
    }

    private static List<AllowedCycle> annotations(Optional<AnnotatedElement> element) {
        return AnnotationSupport.findRepeatableAnnotations(element, AllowedCycle.class);
    }

    /** Whether what the test does may be held against what other tests do. */
    boolean combines() {
        return forAll == null;
    }

    /** Why this finding, shown by the test alone, is accepted; null when it is not. */
    @Nullable
    String reason(Finding finding) {
        String reason = ids.get(finding.id());
        return reason == null ? forAll : reason;
    }
}
