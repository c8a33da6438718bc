package io.fencedep.formats.contractfile;

import io.fencedep.core.contract.Rule;
import io.fencedep.core.contract.Rule.Fact;
import io.fencedep.core.contract.Rule.Hold;
import io.fencedep.core.contract.Rule.Wait;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import io.fencedep.formats.contractfile.ContractReader.RoleUses;
import io.fencedep.formats.contractfile.Fields.TargetFields;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one rule of a contract. */
final class RuleReader {
    private static final List<String> FACTS = List.of("dma-open-at-notifier-end", "reset-leaves-fences");

    private final Document yaml;
    private final RoleUses roles;
    private String id = "";
    private String fact = "";
    private String severity = "warning";
    private String why = "";
    private final SortedMap<String, String> where = new TreeMap<>();
    private @Nullable Hold held;
    private @Nullable Wait awaited;
    private boolean asksMore;

    RuleReader(Document yaml, RoleUses roles) {
        this.yaml = yaml;
        this.roles = roles;
    }

    Rule read() throws InputException {
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            switch (name) {
                case "id" -> id = yaml.scalar();
                case "hold" -> held = readHold();
                case "wait" -> awaited = readWait();
                case "fact" -> fact = readOneOf(FACTS);
                case "where" -> readWhere();
                case "severity" -> severity = readOneOf(Rule.SEVERITIES);
                case "why" -> why = yaml.scalar().strip();
                default -> throw Fields.unknown(yaml, "id, hold, wait, fact, where, severity, why");
            }
        }
        check();
        return new Rule(id, held, awaited, fact.isEmpty() ? null : new Fact(fact, where), severity, why);
    }

    private void check() throws InputException {
        if (id.isBlank()) {
            throw yaml.fieldError("id", "is missing: how findings name the rule");
        }
        if (fact.isEmpty()) {
            if (held == null || awaited == null) {
                throw yaml.fieldError(
                        held == null ? "hold" : "wait",
                        "is missing: a rule says what must not be held (hold) while what is waited for (wait), or names"
                                + " a fact");
            }
            if (!where.isEmpty()) {
                throw yaml.fieldError("where", "is for rules about a fact");
            }
        } else if (asksMore) {
            throw yaml.fieldError("fact", "of a fact, hold and wait give " + TargetFields.NAMES + " only; use where");
        }
    }

    private Hold readHold() throws InputException {
        TargetFields target = new TargetFields(yaml, roles);
        String model = "";
        @Nullable Boolean blocking = null;
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            switch (name) {
                case "model" -> {
                    model = readOneOf(List.of("shadow-page-table", "registration-cache"));
                    asksMore = true;
                }
                case "blocking" -> {
                    blocking = yaml.truth();
                    asksMore = true;
                }
                default -> {
                    if (!target.read(name)) {
                        throw Fields.unknown(yaml, TargetFields.NAMES + ", model, blocking");
                    }
                }
            }
        }
        if (target.isEmpty()) {
            throw yaml.error("selects nothing: give a role, a kind or a match");
        }
        return new Hold(target.target(), model, blocking);
    }

    private Wait readWait() throws InputException {
        TargetFields target = new TargetFields(yaml, roles);
        boolean tries = false;
        List<String> drivers = List.of();
        List<String> driversExcept = List.of();
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            switch (name) {
                case "tries" -> tries = yaml.truth();
                case "drivers" -> drivers = Fields.texts(yaml);
                case "drivers-except" -> driversExcept = Fields.texts(yaml);
                default -> {
                    if (!target.read(name)) {
                        throw Fields.unknown(yaml, TargetFields.NAMES + ", tries, drivers, drivers-except");
                    }
                }
            }
            asksMore |= tries || !drivers.isEmpty() || !driversExcept.isEmpty();
        }
        if (target.isEmpty()) {
            throw yaml.error("selects nothing: give a role, a kind or a match");
        }
        return new Wait(target.target(), tries, drivers, driversExcept);
    }

    private void readWhere() throws InputException {
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            where.put(name, yaml.scalar());
        }
    }

    private String readOneOf(List<String> known) throws InputException {
        String text = yaml.scalar();
        if (!known.contains(text)) {
            throw yaml.error("is \"" + text + "\", not one of " + String.join(", ", known));
        }
        return text;
    }
}
