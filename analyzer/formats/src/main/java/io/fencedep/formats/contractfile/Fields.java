package io.fencedep.formats.contractfile;

import io.fencedep.core.contract.Rule.Target;
import io.fencedep.core.contract.TargetKind;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import io.fencedep.formats.contractfile.ContractReader.RoleUses;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Fields that stand in several places of a contract. */
final class Fields {
    private Fields() {}

    /** What to say of a field that nobody knows, while standing on its value. */
    static InputException unknown(Document yaml, String known) {
        return yaml.error("is no field here; there are " + known);
    }

    /** One string, or a list of strings. */
    static List<String> texts(Document yaml) throws InputException {
        List<String> texts = new ArrayList<>();
        if (yaml.isArray()) {
            for (yaml.beginArray(); yaml.nextElement(); ) {
                texts.add(yaml.scalar());
            }
        } else {
            texts.add(yaml.scalar());
        }
        return texts;
    }

    /** The fields that select classes. */
    static final class TargetFields {
        static final String NAMES = "role, kind, match";

        private final Document yaml;
        private final RoleUses roles;
        private String role = "";
        private final Set<TargetKind> kinds = EnumSet.noneOf(TargetKind.class);
        private String match = "";

        TargetFields(Document yaml, RoleUses roles) {
            this.yaml = yaml;
            this.roles = roles;
        }

        /** Reads the value if the field is one of these. */
        boolean read(String name) throws InputException {
            switch (name) {
                case "role" -> {
                    role = yaml.scalar();
                    roles.add(role);
                }
                case "kind" -> readKinds();
                case "match" -> match = yaml.scalar();
                default -> {
                    return false;
                }
            }
            return true;
        }

        boolean isEmpty() {
            return role.isEmpty() && kinds.isEmpty() && match.isEmpty();
        }

        Target target() {
            return new Target(role, kinds, match);
        }

        private void readKinds() throws InputException {
            if (!yaml.isArray()) {
                kinds.add(yaml.constant(TargetKind.values()));
                return;
            }
            for (yaml.beginArray(); yaml.nextElement(); ) {
                kinds.add(yaml.constant(TargetKind.values()));
            }
        }
    }
}
