package io.fencedep.report.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Holds documents against JSON schemas. */
public final class Schemas {
    private static final Schema SARIF = load(SpecificationVersion.DRAFT_4, "/sarif/sarif-schema-2.1.0.json");
    private static final Schema REPORT =
            load(SpecificationVersion.DRAFT_2020_12, "/io/fencedep/report/json/fencedep-report.schema.json");

    private Schemas() {}

    /** Refuses what is no SARIF 2.1.0. */
    public static void checkSarif(String document) {
        assertThat(SARIF.validate(document, InputFormat.JSON)).isEmpty();
    }

    /** Refuses what is no {@code fencedep-report}. */
    public static void checkReport(String document) {
        assertThat(REPORT.validate(document, InputFormat.JSON)).isEmpty();
    }

    private static Schema load(SpecificationVersion version, String resource) {
        try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(version).getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
