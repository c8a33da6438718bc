package io.fencedep.report.explain;

import io.fencedep.core.detect.FindingKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The pages by name. A page may have further names: those of the forms that its finding comes in. */
public final class Explanations {

    /** What pages are about. */
    public enum Topic {
        KIND(
                "kinds of findings",
                "deadlock",
                "cycle",
                "recursion",
                "irq-inversion",
                "wait-context",
                "stall",
                "unbounded",
                "contract"),
        RULE(
                "rules of the built-in contracts",
                "no-reclaim-while-signalling",
                "notifier-must-not-block",
                "fence-wait-in-notifier-by-non-drm",
                "reset-leaves-fences",
                "no-fence-wait-under-reservation",
                "no-reservation-in-reset",
                "no-fence-wait-in-registration-cache",
                "registration-cache-without-pin",
                "shadow-page-table-returns-early",
                "no-fence-wait-in-hmm-notifier",
                "nothing-blocks-under-page-table-lock",
                "await-in-class-initialiser"),
        FILTER(
                "filters that demote findings",
                "alike-pools",
                "both-ends",
                "free-place",
                "gate-lock",
                "handed-over",
                "happens-before",
                "instances",
                "never-first",
                "same-initialiser",
                "unrelated",
                "one-order",
                "one-task",
                "refuted",
                "masked-by-trylock",
                "suppressed"),
        EVIDENCE("evidence of dependencies", "section", "causal", "awaited", "habitual", "window", "contract-evidence");

        private final String title;
        private final List<String> names;

        Topic(String title, String... names) {
            this.title = title;
            this.names = List.of(names);
        }

        /** What its pages are about, as a phrase. */
        public String title() {
            return title;
        }

        /** The names of its pages. */
        public List<String> names() {
            return names;
        }
    }

    private static final Map<String, List<String>> FORMS = Map.of(
            "recursion",
            List.of(
                    "same-class",
                    "same-fence",
                    "timeline",
                    "upgrade",
                    "fence-ring",
                    "page-ring",
                    "reset-owes-fence",
                    "instance-order"),
            "unbounded",
            List.of(
                    "user-fence",
                    "across-syscalls",
                    "pinned-page",
                    "reference-never-dropped",
                    "exclusive-page-without-callback"));

    private Explanations() {}

    /** The names of all pages, topic by topic. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            names.addAll(topic.names());
        }
        return names;
    }

    /** The page with this name, in whatever case. */
    public static Optional<Page> page(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        for (Topic topic : Topic.values()) {
            for (String each : topic.names()) {
                if (each.equals(wanted) || FORMS.getOrDefault(each, List.of()).contains(wanted)) {
                    return Optional.of(new Page(topic, each, textOf(topic, each)));
                }
            }
        }
        return Optional.empty();
    }

    /** The name that was probably meant, when there is no page of this name and one comes close. */
    public static Optional<String> nearest(String name) {
        List<String> all = new ArrayList<>(names());
        FORMS.values().forEach(all::addAll);
        return NearMiss.of(name.strip().toLowerCase(Locale.ROOT), all);
    }

    /**
     * What usually fixes a finding, in a few sentences: what the page of its rule says, or that of its kind.
     *
     * @param rule the finding's rule; empty when it has none
     */
    public static String advice(FindingKind kind, String rule) {
        Page page = Topic.RULE.names().contains(rule)
                ? new Page(Topic.RULE, rule, textOf(Topic.RULE, rule))
                : new Page(Topic.KIND, kind.text(), textOf(Topic.KIND, kind.text()));
        return page.advice();
    }

    private static String textOf(Topic topic, String name) {
        String resource = topic.name().toLowerCase(Locale.ROOT) + "/" + name + ".md";
        try (InputStream in = Explanations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
