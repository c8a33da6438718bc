package io.fencedep.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class SettingsTest {
    private static final Finding ERROR = new Finding("0", "error", "", "");
    private static final Finding WARNING = new Finding("0", "warning", "", "");
    private static final Finding NOTE = new Finding("0", "note", "", "");

    @Test
    void without_parameters_errors_fail_and_the_agent_may_be_missing() {
        Settings settings = of(Map.of());

        assertThat(settings.isFailure(ERROR)).isTrue();
        assertThat(settings.isFailure(WARNING)).isFalse();
        assertThat(settings.required()).isFalse();
        assertThat(settings.baseline()).isNull();
    }

    @Test
    void whatever_is_as_bad_as_asked_or_worse_fails() {
        Settings warnings = of(Map.of("fencedep.failOn", "warning"));
        Settings never = of(Map.of("fencedep.failOn", "never"));

        assertThat(warnings.isFailure(ERROR)).isTrue();
        assertThat(warnings.isFailure(WARNING)).isTrue();
        assertThat(warnings.isFailure(NOTE)).isFalse();
        assertThat(never.isFailure(ERROR)).isFalse();
    }

    @Test
    void while_a_baseline_is_written_nothing_fails_and_it_is_not_read() {
        Settings settings = of(Map.of("fencedep.updateBaseline", "true", "fencedep.baseline", "known.txt"));

        assertThat(settings.isFailure(ERROR)).isFalse();
        assertThat(settings.baseline()).isNull();
    }

    @Test
    void what_cannot_be_is_refused_with_what_can() {
        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> of(Map.of("fencedep.failOn", "all")))
                .withMessageContaining("error, warning, note, never");
        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> of(Map.of("fencedep.required", "yes")))
                .withMessageContaining("true or false");
    }

    private static Settings of(Map<String, String> parameters) {
        return Settings.of(name -> Optional.ofNullable(parameters.get(name)));
    }
}
