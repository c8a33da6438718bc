package io.fencedep.report.sarif;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fencedep.core.detect.Finding;
import io.fencedep.report.SafeText;
import io.fencedep.report.explain.Explanations;
import io.fencedep.report.explain.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rules that a run reports under: a rule of a contract where there is one, else the kind of the finding. */
final class SarifRules {
    private final TreeMap<String, Integer> indexes = new TreeMap<>();

    SarifRules(List<Finding> findings) {
        findings.forEach(finding -> indexes.put(id(finding), 0));
        int next = 0;
        for (Map.Entry<String, Integer> entry : indexes.entrySet()) {
            entry.setValue(next++);
        }
    }

    static String id(Finding finding) {
        boolean own = !finding.rule().isEmpty() && !finding.rule().equals("held");
        String kind = finding.kind().text();
        return own ? kind + "/" + SafeText.escape(finding.rule()) : kind;
    }

    int index(Finding finding) {
        return indexes.getOrDefault(id(finding), -1);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rules");
        for (String id : indexes.keySet()) {
            int slash = id.indexOf('/');
            String kind = slash < 0 ? id : id.substring(0, slash);
            Optional<Page> own = slash < 0 ? Optional.empty() : Explanations.page(id.substring(slash + 1));
            Page page = own.or(() -> Explanations.page(kind)).orElseThrow();
            rule(json, id, page);
        }
        json.writeEndArray();
    }

    private static void rule(JsonGenerator json, String id, Page page) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        text(json, "shortDescription", page.summary());
        json.writeObjectFieldStart("help");
        json.writeStringField("text", page.text());
        json.writeStringField("markdown", page.text());
        json.writeEndObject();
        json.writeArrayFieldStart("relationships");
        json.writeStartObject();
        json.writeObjectFieldStart("target");
        json.writeStringField("id", SarifReport.CWE);
        json.writeObjectFieldStart("toolComponent");
        json.writeStringField("name", "CWE");
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("kinds");
        json.writeString("superset");
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeObjectFieldStart("properties");
        json.writeArrayFieldStart("tags");
        json.writeString("concurrency");
        json.writeString("external/cwe/cwe-" + SarifReport.CWE);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The one weakness that all rules are about. */
    static void writeTaxonomy(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("taxonomies");
        json.writeStartObject();
        json.writeStringField("name", "CWE");
        json.writeStringField("organization", "MITRE");
        text(json, "shortDescription", "The MITRE Common Weakness Enumeration");
        json.writeArrayFieldStart("taxa");
        json.writeStartObject();
        json.writeStringField("id", SarifReport.CWE);
        text(json, "shortDescription", "Deadlock");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
