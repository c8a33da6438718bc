package io.fencedep.maven;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Whom the plugin and the extension may know. It stands here because the samples do not see them. */
@AnalyzeClasses(
        packages = {"io.fencedep.junit", "io.fencedep.maven"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class DirectionsTest {
    private static final String JUNIT = "io.fencedep.junit..";
    private static final String MAVEN = "io.fencedep.maven..";

    @ArchTest
    static final ArchRule the_junit_extension_knows_only_itself_the_jdk_and_junit = classes()
            .that()
            .resideInAPackage(JUNIT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(JUNIT, "java..", "org.junit..", "org.jspecify.."))
            .because("it is on the class path of other people's tests, and brings nothing along;"
                    + " the agent is in its JVM or is not");

    @ArchTest
    static final ArchRule the_maven_plugin_judges_by_the_gate = classes()
            .that()
            .resideInAPackage(MAVEN)
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackage("io.fencedep..")
                    .or(resideInAnyPackage(
                            MAVEN,
                            "io.fencedep.core..",
                            "io.fencedep.formats..",
                            "io.fencedep.report..",
                            "io.fencedep.gate..")))
            .because("a build must fail by the very rules that the command line fails by");
}
