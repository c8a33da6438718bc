package io.fencedep.formats.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.formats.InputException;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class FormatRegistryTest {
    private final FormatRegistry registry = FormatRegistry.standard();

    @Test
    void everyFormatIsFoundByItsName() {
        assertThat(registry.formats())
                .isNotEmpty()
                .allSatisfy(format -> assertThat(registry.named(format.name())).containsSame(format));
        assertThat(new HashSet<>(
                        registry.formats().stream().map(InputFormat::name).toList()))
                .hasSameSizeAs(registry.formats());
        assertThat(registry.named("nothing")).isEmpty();
    }

    @Test
    void aNativeTraceIsFoundByItsContent() throws InputException {
        for (String text : new String[] {
            "{\"format\":\"fencedep-trace\",\"version\":1}\n", "\ufeff \r\n {\"version\":1}", "{\"event\":\"mark\"}\n"
        }) {
            assertThat(registry.detect(source(text)).name()).isEqualTo("jsonl");
        }
    }

    @Test
    void aSavedGraphIsNoTrace() throws InputException {
        assertThat(registry.detect(source("{\n  \"format\": \"fencedep-graph\", \"version\": 1}\n"))
                        .name())
                .isEqualTo("fencedep-graph");
    }

    @Test
    void anObjectOfManyLinesIsNoTrace() {
        assertThatThrownBy(() -> registry.detect(source("{\n  \"x\": 1\n}\n")))
                .hasMessageStartingWith("t: is in no format that fencedep knows");
    }

    @Test
    void emptyAndUnknownInputsAreErrors() {
        assertThatThrownBy(() -> registry.detect(source(""))).hasMessage("t: is empty");
        assertThatThrownBy(() -> registry.detect(source("\u0000\u0001\u0002 what\n")))
                .hasMessageMatching("t: is in no format that fencedep knows \\(.*jsonl.*\\)");
    }

    private static TraceSource source(String text) {
        return TraceSource.of("t", new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
