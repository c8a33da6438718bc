package io.fencedep.junit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Makes a test fail that did what can deadlock, with the report as its message, and the run when only several tests
 * together show it. Put {@link DetectDeadlocks} on classes, or let JUnit find it for all.
 *
 * <p>Needs the agent in the JVM of the tests. Without it, tests are left as they are, and one line says how to attach it;
 * with {@code fencedep.required=true} they fail. Further parameters of JUnit, or system properties: {@code
 * fencedep.failOn} ({@code error}, {@code warning}, {@code note} or {@code never}) and {@code fencedep.baseline}, a file
 * of known findings.
 */
public final class DeadlockExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(DeadlockExtension.class);

    /** Called by JUnit. */
    public DeadlockExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Run.of(context).demand();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Run run = Run.of(context);
        run.demand();
        Object window = run.begin(name(context));
        if (window != null) {
            context.getStore(NAMESPACE).put(DeadlockExtension.class, window);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Object window = context.getStore(NAMESPACE).remove(DeadlockExtension.class);
        if (window != null) {
            Run.of(context).end(window, Allowance.of(context));
        }
    }

    /** What reports call the test: its class and method, and which of its invocations when it has several. */
    private static String name(ExtensionContext context) {
        String type = context.getTestClass().map(Class::getName).orElse("");
        String method =
                context.getTestMethod().map(each -> each.getName() + "()").orElse("");
        String shown = context.getDisplayName();
        String name = type.isEmpty() || method.isEmpty() ? shown : type + "." + method;
        return shown.equals(method) || name.equals(shown) ? name : name + " " + shown;
    }
}
