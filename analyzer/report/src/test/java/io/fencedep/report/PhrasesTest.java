package io.fencedep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhrasesTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                7,
                -7,
                100,
                999,
                1000,
                -100,
                -999,
                -1000,
                12345,
                1_000_000,
                -1_000_000,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void a_number_has_commas_as_the_jdk_would_write_them(long number) {
        assertThat(Phrases.number(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));
    }
}
