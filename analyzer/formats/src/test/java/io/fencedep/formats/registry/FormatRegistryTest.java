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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PERFILE2xxxx | what perf script -i FILE prints of it",
                "%PDF-1.4\\n | is a document, and no trace",
                "BZh91AY&SY | fencedep reads gzip, xz and zstd",
                "PK\\003\\004aaaa | unpack it",
                "#\\n# Automatically generated file; DO NOT EDIT.\\n | is the configuration of a kernel",
                "'     0.000 ( 0.003 ms): bash/1234 read(fd: 3) = 832\\n' | is text of perf trace",
                "'  1006.251 (         ): cat/9 futex(uaddr: 0x1' | is text of perf trace",
                "'     0.000 bash/1234 lock:lock_acquire(lockdep_addr: 0xff)\\n' | is text of perf trace",
                "lock:lock_acquire\\nlock:lock_release\\n | is a list of events that a kernel can record",
                "lock_stat version 0.4\\n | is /proc/lock_stat",
                "2026-11-20 10:00:00\\nFull thread dump OpenJDK\\n | is a thread dump of a JVM",
                "'\\n  \\n' | has nothing but blanks in it"
            })
    void whatIsNoTraceIsCalledWhatItIs(String text, String expected) {
        assertThatThrownBy(() -> registry.detect(source(text.translateEscapes())))
                .hasMessageContaining(expected);
    }

    private static TraceSource source(String text) {
        return TraceSource.of("t", new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
