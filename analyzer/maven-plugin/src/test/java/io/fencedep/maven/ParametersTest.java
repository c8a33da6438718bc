package io.fencedep.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fencedep.gate.FailOn;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void a_severity_may_be_written_as_people_write_it() throws MojoExecutionException {
        assertThat(Parameters.failOn(" Warning ")).isEqualTo(FailOn.WARNING);
        assertThat(Parameters.failOn("never")).isEqualTo(FailOn.NEVER);
    }

    @Test
    void what_the_readme_names_as_configuration_is_there() throws IOException {
        String page = Files.readString(Path.of("../../README.md"));
        String part = page.substring(page.indexOf("## In a team's tests"), page.indexOf("## Primitives"));
        List<String> fields = Stream.of(CheckMojo.class, PrepareAgentMojo.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .map(Field::getName)
                .toList();

        assertThat(List.of("autodetect", "aggregate", "baseline", "suppressions", "contracts", "failOn", "reports"))
                .allSatisfy(name -> assertThat(part).contains("`" + name + "`"))
                .isSubsetOf(fields);
    }

    @Test
    void what_is_no_severity_is_refused_with_those_that_there_are() {
        assertThatExceptionOfType(MojoExecutionException.class)
                .isThrownBy(() -> Parameters.failOn("all"))
                .withMessage("failOn is 'all'; it can be error, warning, note, never");
    }

    @Test
    void an_arg_line_that_takes_in_the_property_is_fine_and_so_is_none() {
        assertThat(Parameters.collisions("surefire", "null", "argLine")).isEmpty();
        assertThat(Parameters.collisions(
                        "surefire", "<configuration><argLine>-Xmx1g @{argLine}</argLine></configuration>", "argLine"))
                .isEmpty();
    }

    @Test
    void an_arg_line_that_shuts_the_agent_out_is_named() {
        assertThat(Parameters.collisions(
                        "surefire", "<configuration>\n<argLine>\n-Xmx1g\n</argLine></configuration>", "argLine"))
                .singleElement()
                .asString()
                .isEqualTo(
                        "surefire has an argLine of its own, without @{argLine}: its tests will run without the agent."
                                + " Now it is: -Xmx1g");
        assertThat(Parameters.collisions("surefire", "<c><argLine>${argLine}</argLine></c>", "argLine"))
                .as("taken too early")
                .hasSize(1);
    }

    @Test
    void tests_without_a_jvm_of_their_own_are_named() {
        assertThat(Parameters.collisions("surefire", "<c><forkCount>0</forkCount></c>", "argLine"))
                .singleElement()
                .asString()
                .contains("forkCount of 0");
        assertThat(Parameters.collisions("surefire", "<c><forkCount>2</forkCount></c>", "argLine"))
                .isEmpty();
    }
}
