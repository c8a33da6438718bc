package io.fencedep.samples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ClassesTransformer;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Which package may know which. It stands here because the samples see every module. */
@AnalyzeClasses(
        packages = "io.fencedep",
        importOptions = {ImportOption.DoNotIncludeTests.class, DirectionsTest.DoNotIncludeJarsOfTests.class})
class DirectionsTest {
    /** What modules share for their tests comes in jars. */
    static final class DoNotIncludeJarsOfTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String CORE = "io.fencedep.core..";
    private static final String MODEL = "io.fencedep.core.model..";
    private static final String GRAPH = "io.fencedep.core.graph..";
    private static final String LOWERING = "io.fencedep.core.lowering..";
    private static final String CONTRACT = "io.fencedep.core.contract..";
    private static final String DETECT = "io.fencedep.core.detect..";
    private static final String FORMATS = "io.fencedep.formats..";
    private static final String REPORT = "io.fencedep.report..";
    private static final String GATE = "io.fencedep.gate..";
    private static final String PRIMITIVES = "io.fencedep.primitives..";
    private static final String CLI = "io.fencedep.cli..";
    private static final String SAMPLES = "io.fencedep.samples..";

    @ArchTest
    static final ArchRule model_knows_nobody =
            mayUse(MODEL).because("events are what everybody else speaks of: whatever they knew, all would know");

    @ArchTest
    static final ArchRule graph_knows_the_model = mayUse(GRAPH, MODEL)
            .because("the graph knows holds, waits and dependencies; where they come from is not its business,"
                    + " so that saved graphs and traces are one thing to it");

    @ArchTest
    static final ArchRule lowering_writes_into_the_graph = mayUse(LOWERING, MODEL, GRAPH)
            .because("lowering turns events into holds and waits, and what follows from those is for detection to say");

    @ArchTest
    static final ArchRule contracts_speak_of_the_graph = mayUse(CONTRACT, MODEL, GRAPH)
            .because("a contract states dependencies and rules; it neither makes events nor finds anything");

    @ArchTest
    static final ArchRule detection_reads_graph_and_contracts = mayUse(DETECT, MODEL, GRAPH, CONTRACT)
            .because("a graph that was saved and merged must give the findings that its traces gave");

    @ArchTest
    static final ArchRule nobody_in_core_knows_lowering = noClasses()
            .that()
            .resideInAPackage(CORE)
            .and()
            .resideOutsideOfPackage(LOWERING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(LOWERING)
            .because("lowering is where events enter, from files or from a running program: callers are outside")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule core_does_no_io = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
            .because("the agent runs this code inside the threads that it watches: sinks are interfaces there")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule core_knows_only_itself = mayUse(CORE).because("core is the part that all others share");

    @ArchTest
    static final ArchRule formats_know_core = mayUse(FORMATS, CORE)
            .because("a reader that knew reports or commands could not be used by the agent, tests or cluster jobs");

    @ArchTest
    static final ArchRule reports_know_core =
            mayUse(REPORT, CORE).because("a report shows findings, whatever format their traces came in");

    @ArchTest
    static final ArchRule the_gate_knows_files_and_reports = mayUse(GATE, CORE, FORMATS, REPORT)
            .because("it reads what people keep beside their code, and says to reports what was known before");

    @ArchTest
    static final ArchRule primitives_know_core = mayUse(PRIMITIVES, CORE)
            .because(
                    "whoever wants a trace brings a sink: a library in other people's programs drags no formats along");

    @ArchTest
    static final ArchRule nobody_knows_the_samples = noClasses()
            .that()
            .resideOutsideOfPackage(SAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SAMPLES)
            .because("samples show what the parts do, and no part may lean on a show")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobody_knows_the_commands = noClasses()
            .that()
            .resideOutsideOfPackages(CLI, SAMPLES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI)
            .because("commands are thin: what is worth calling belongs below them")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packages_form_no_cycles = slices().matching("io.fencedep.(**)")
            .should()
            .beFreeOfCycles()
            .because("packages of a cycle can only be understood, and changed, as one");

    @ArchTest
    static final ArchRule packages_introduce_themselves = all(packages())
            .should(haveNullMarkedPackageInfo())
            .because("its package-info is a package's guided tour, and says what null means in it");

    /** This part may use itself, these others, and what is not ours. */
    private static ArchRule mayUse(String part, String... others) {
        return classes()
                .that()
                .resideInAPackage(part)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("io.fencedep..")
                        .or(resideInAnyPackage(part))
                        .or(resideInAnyPackage(others)))
                .as("beyond itself, " + part + " may use these of our packages: " + List.of(others))
                .allowEmptyShould(true);
    }

    private static ClassesTransformer<JavaPackage> packages() {
        return new AbstractClassesTransformer<>("packages") {
            @Override
            public Iterable<JavaPackage> doTransform(JavaClasses classes) {
                return classes.stream().map(JavaClass::getPackage).collect(toCollection(LinkedHashSet::new));
            }
        };
    }

    private static ArchCondition<JavaPackage> haveNullMarkedPackageInfo() {
        return new ArchCondition<>("have a package-info with @NullMarked") {
            @Override
            public void check(JavaPackage javaPackage, ConditionEvents events) {
                if (!javaPackage.isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            javaPackage, javaPackage.getName() + " has no package-info.java with @NullMarked"));
                }
            }
        };
    }
}
