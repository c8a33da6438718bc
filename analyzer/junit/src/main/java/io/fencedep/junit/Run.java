package io.fencedep.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * All tests of one run of the JUnit engine. Lives in its root store; when JUnit closes that, the run fails if tests that
 * are fine one by one are not so together. Thread-safe.
 */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes nothing else.
final class Run implements Store.CloseableResource, AutoCloseable {
    private static final Namespace NAMESPACE = Namespace.create(Run.class);
    /** What this process has failed for already: Surefire may run the engine once for each class. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private static final Accepted ACCEPTED = new Accepted();
    private static boolean missed;

    private static final String MISSING =
            "fencedep: not recording, because the agent is not attached to this JVM. In Maven,"
                    + " let fencedep-maven-plugin run its goal prepare-agent; elsewhere start the JVM of the tests with"
                    + " -javaagent:fencedep-agent.jar";

    private final Settings settings;
    private final Set<String> baseline;
    private final @Nullable Agent agent;

    private Run(Settings settings) {
        this.settings = settings;
        this.baseline = Baseline.read(settings.baseline());
        this.agent = Agent.find();
        if (agent == null) {
            tellOnce();
        }
    }

    /** The run that this test or class is part of. */
    static Run of(ExtensionContext context) {
        Store store = context.getRoot().getStore(NAMESPACE);
        return store.getOrComputeIfAbsent(
                Run.class, key -> new Run(Settings.of(context::getConfigurationParameter)), Run.class);
    }

    private static synchronized void tellOnce() {
        if (!missed) {
            missed = true;
            System.err.println(MISSING);
        }
    }

    /** Fails when the agent must be attached and is not. */
    void demand() {
        if (agent == null && settings.required()) {
            throw new ExtensionConfigurationException(MISSING + " (fencedep.required is true)");
        }
    }

    /** A test begins; null when nobody records. */
    @Nullable
    Object begin(String test) {
        return agent == null ? null : agent.begin(test);
    }

    /** A test has ended. Fails when it did what can deadlock, and nobody accepts that. */
    void end(Object window, Allowance allowance) {
        if (agent == null) {
            return;
        }
        ACCEPTED.inForce(allowance);
        List<Finding> fresh = new ArrayList<>();
        for (Finding finding : agent.end(window, allowance.combines())) {
            Allowance.Grant grant = allowance.grantFor(finding);
            if (grant != null) {
                ACCEPTED.use(grant, finding);
            } else if (isFresh(finding)) {
                fresh.add(finding);
            }
        }
        if (!fresh.isEmpty()) {
            fresh.forEach(finding -> TOLD.add(finding.id()));
            throw DeadlockError.inTest(fresh);
        }
    }

    private boolean isFresh(Finding finding) {
        return settings.isFailure(finding) && !baseline.contains(finding.id());
    }

    @Override
    public void close() {
        if (agent == null) {
            return;
        }
        List<Finding> fresh = agent.endRun().stream()
                .filter(finding -> !ACCEPTED.has(finding) && isFresh(finding) && TOLD.add(finding.id()))
                .toList();
        ACCEPTED.write(settings.folder());
        for (Allowance.Grant each : ACCEPTED.takeUnused(settings.folder() != null)) {
            System.err.println("fencedep: @AllowedCycle(reason = \"" + each.reason() + "\") at " + each.where()
                    + " accepts nothing that the tests showed"
                    + (each.ids().isEmpty() ? "" : "; ids: " + String.join(", ", new TreeSet<>(each.ids()))));
        }
        if (!fresh.isEmpty()) {
            throw DeadlockError.acrossTests(fresh);
        }
    }
}
