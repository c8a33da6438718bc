package io.fencedep.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.execution.BuildSuccess;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

class CheckMojoTest {
    @Test
    @SuppressWarnings("deprecation")
    void modules_that_have_not_ended_are_named() {
        MavenProject early = project("early");
        MavenProject own = project("together");
        MavenProject late = project("late");
        DefaultMavenExecutionResult result = new DefaultMavenExecutionResult();
        MavenSession session = new MavenSession(null, null, new DefaultMavenExecutionRequest(), result);
        session.setProjects(List.of(early, own, late));
        result.addBuildSummary(new BuildSuccess(early, 1));

        assertThat(CheckMojo.notBuilt(session, own)).containsExactly("late");

        result.addBuildSummary(new BuildSuccess(late, 1));
        assertThat(CheckMojo.notBuilt(session, own)).isEmpty();
    }

    private static MavenProject project(String name) {
        MavenProject project = new MavenProject();
        project.setGroupId("bank");
        project.setArtifactId(name);
        project.setVersion("1");
        return project;
    }
}
