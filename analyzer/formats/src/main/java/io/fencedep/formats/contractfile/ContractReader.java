package io.fencedep.formats.contractfile;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.Contract.RoleMatch;
import io.fencedep.core.contract.Roles;
import io.fencedep.core.contract.Rule;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a contract: its head, its classes and its chains. */
final class ContractReader {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Document yaml;
    private final RoleUses roles;
    private String contract = "";
    private String about = "";
    private final List<RoleMatch> classes = new ArrayList<>();
    private final List<List<String>> prime = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Set<String> ruleIds = new HashSet<>();

    private ContractReader(Document yaml) {
        this.yaml = yaml;
        this.roles = new RoleUses(yaml);
    }

    static Contract read(TraceSource source) throws InputException {
        try (Document yaml = Document.of(source, YAML)) {
            return new ContractReader(yaml).read();
        }
    }

    private Contract read() throws InputException {
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            switch (name) {
                case "contract" -> contract = yaml.scalar();
                case "about" -> about = yaml.scalar().strip();
                case "classes" -> {
                    for (yaml.beginArray(); yaml.nextElement(); ) {
                        readRole();
                    }
                }
                case "prime" -> {
                    for (yaml.beginArray(); yaml.nextElement(); ) {
                        readChain();
                    }
                }
                case "rules" -> {
                    for (yaml.beginArray(); yaml.nextElement(); ) {
                        readRule();
                    }
                }
                default -> throw Fields.unknown(yaml, "contract, about, classes, prime, rules");
            }
        }
        if (contract.isBlank()) {
            throw yaml.fieldError("contract", "is missing: the name of the contract");
        }
        yaml.end();
        roles.check(classes);
        return new Contract(contract, about, classes, prime, rules);
    }

    private void readRole() throws InputException {
        Fields.TargetFields target = new Fields.TargetFields(yaml, roles);
        String role = "";
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            if (name.equals("role")) {
                role = yaml.scalar();
            } else if (!target.read(name)) {
                throw Fields.unknown(yaml, "match, kind, role");
            }
        }
        if (role.isBlank()) {
            throw yaml.fieldError("role", "is missing: the role that these classes play");
        }
        if (target.isEmpty()) {
            throw yaml.fieldError("match", "is missing: give a class name, a kind, or both");
        }
        classes.add(new RoleMatch(target.target(), role));
    }

    private void readChain() throws InputException {
        Set<String> chain = new LinkedHashSet<>();
        for (yaml.beginArray(); yaml.nextElement(); ) {
            String role = yaml.scalar();
            roles.add(role);
            if (!chain.add(role)) {
                throw yaml.error("\"" + role + "\" stands in this chain twice");
            }
        }
        if (chain.size() < 2) {
            throw yaml.error("a chain needs two roles at least");
        }
        prime.add(List.copyOf(chain));
    }

    private void readRule() throws InputException {
        Rule rule = new RuleReader(yaml, roles).read();
        if (!ruleIds.add(rule.id())) {
            throw yaml.fieldError("id", "\"" + rule.id() + "\" is the id of two rules");
        }
        rules.add(rule);
    }

    /** The roles that chains and rules speak of; whether they exist is known when all classes are. */
    static final class RoleUses {
        private final Document yaml;
        private final List<Map.Entry<String, InputException>> uses = new ArrayList<>();

        RoleUses(Document yaml) {
            this.yaml = yaml;
        }

        void add(String role) {
            uses.add(Map.entry(
                    role,
                    yaml.error("no class plays the role \"" + role + "\": say which in classes, or use one of "
                            + String.join(", ", Roles.all().keySet()))));
        }

        void check(List<RoleMatch> classes) throws InputException {
            Set<String> known = new TreeSet<>(Roles.all().keySet());
            classes.forEach(match -> known.add(match.role()));
            for (Map.Entry<String, InputException> use : uses) {
                if (!known.contains(use.getKey())) {
                    throw use.getValue();
                }
            }
        }
    }
}
