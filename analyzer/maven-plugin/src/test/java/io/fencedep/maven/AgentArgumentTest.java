package io.fencedep.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentArgumentTest {
    private final AgentArgument argument = new AgentArgument(new File("agent.jar"));

    @Test
    void what_is_there_already_stays_behind_the_agent() {
        String line = argument.option("graph", "out/%p.json").before("-javaagent:jacoco.jar=x -Xmx1g ");

        assertThat(line).isEqualTo("-javaagent:agent.jar=graph=out/%p.json -javaagent:jacoco.jar=x -Xmx1g");
    }

    @Test
    void nothing_follows_when_nothing_was_there() {
        assertThat(argument.option("graph", "g").before(null)).isEqualTo("-javaagent:agent.jar=graph=g");
        assertThat(argument.before("  ")).isEqualTo("-javaagent:agent.jar=graph=g");
    }

    @Test
    void lists_have_colons_and_empty_ones_are_left_out() {
        String line = argument.list("include", List.of("a", "b.*"))
                .list("exclude", List.of())
                .before(null);

        assertThat(line).isEqualTo("-javaagent:agent.jar=include=a:b.*");
    }

    @Test
    void paths_with_blanks_are_quoted() {
        String line = argument.option("graph", "my out/g")
                .property("fencedep.directory", "my out")
                .property("fencedep.baseline", null)
                .before("-ea");

        assertThat(line).isEqualTo("\"-javaagent:agent.jar=graph=my out/g\" \"-Dfencedep.directory=my out\" -ea");
    }

    @Test
    void a_comma_would_end_the_option_and_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> argument.option("graph", "a,b"))
                .withMessageContaining("comma");
    }
}
