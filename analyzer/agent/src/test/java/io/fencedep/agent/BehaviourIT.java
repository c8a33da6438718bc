package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fencedep.programs.BundlesBad;
import io.fencedep.programs.ExitsBad;
import io.fencedep.programs.Facts;
import io.fencedep.programs.HangsAloneBad;
import io.fencedep.programs.HangsBad;
import io.fencedep.programs.HangsBuiltBad;
import io.fencedep.programs.HangsFutureBad;
import io.fencedep.programs.HangsInitialisersBad;
import io.fencedep.programs.HangsMapsBad;
import io.fencedep.programs.HangsStampedBad;
import io.fencedep.programs.HangsTogetherBad;
import io.fencedep.programs.HangsUnsignalledBad;
import io.fencedep.programs.HangsVirtualBad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent leaves as it is, and what it says while a program runs and when it ends. */
@Execution(ExecutionMode.CONCURRENT)
class BehaviourIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aProgramCannotTellWhetherItIsRecorded(int version) throws Exception {
        Host.Run recorded = Host.run(jdk(version), folder, "", Facts.class);
        Host.Run alone = Host.run(jdk(version), folder, "enabled=false", Facts.class);

        assertThat(alone.out()).contains("InterruptedException");
        assertThat(recorded.out()).isEqualTo(alone.out());
        assertThat(recorded.status()).isEqualTo(alone.status());
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void threadsThatHangAreReportedWhileTheyDo(int version) throws Exception {
        Host.Run run = Host.run(jdk(version), folder, "report=report.txt,hang=1", HangsBad.class, "report.txt");

        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("deadlock, observed: io.fencedep.programs.HangsBad.lock");
        assertThat(Files.readString(folder.resolve("report.txt")))
                .contains("error: deadlock, observed", "waits for lock io.fencedep.programs.HangsBad.lock");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void threadsThatInitialiseClassesWhichNeedEachOtherAreSeenToHang(int version) throws Exception {
        Host.Run run = Host.run(jdk(version), folder, "report=report.txt,hang=1", HangsInitialisersBad.class);

        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.err())
                .contains("deadlock, observed: class-init:io.fencedep.programs.HangsInitialisersBad$First ->");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aThreadThatHasBegunWithAClassWaitsForTheOneThatThisExtends(int version) throws Exception {
        Host.Run run =
                Host.run(jdk(version), folder, "report=report.txt,hang=1", HangsInitialisersBad.class, "extended");

        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.err())
                .contains("deadlock, observed: class-init:io.fencedep.programs.HangsInitialisersBad$Child ->");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aFenceThatOnlyThoseCouldSignalWhoWaitIsNoWayOut(int version) throws Exception {
        Path report = folder.resolve("report.txt");
        String text = Host.runUntil(
                "observed", jdk(version), folder, "report=report.txt,hang=1", report, HangsUnsignalledBad.class);

        assertThat(text)
                .contains(
                        "error: deadlock, observed",
                        "waits for lock io.fencedep.programs.HangsUnsignalledBad.lock",
                        "Who was to signal was not seen");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void allThatHangsIsReportedWhereOnlyAWatchdogIsLeft(int version) throws Exception {
        Path report = folder.resolve("report.txt");
        String name = "io.fencedep.programs.HangsTogetherBad";
        String pipe = "PipedInputStream@" + name + ".pipe.room";
        String text = Host.runUntil(
                name + ".changed -> " + name + ".changed",
                jdk(version),
                folder,
                "report=report.txt,hang=1",
                report,
                HangsTogetherBad.class);

        assertThat(text.replaceAll("\\s+", " "))
                .contains(
                        pipe + " -> " + name + ".counts -> " + pipe,
                        name + ".flushed -> place:timer@" + name + ".<clinit> -> " + name + ".flushed",
                        name + ".loaded -> place:pool@" + name + ".single -> " + name + ".loaded",
                        name + ".ready -> place:pool@" + name + ".forks -> " + name + ".ready",
                        name + ".left -> " + name + ".left",
                        name + ".values:shared -> " + name + ".values:shared",
                        "has ended without giving back what it holds");
    }

    @ParameterizedTest
    @ValueSource(ints = 25)
    void aVirtualThreadThatWaitsForASynchronizedMethodIsStuck(int version) throws Exception {
        Path report = folder.resolve("report.txt");
        String text = Host.runUntil(
                "observed", jdk(version), folder, "report=report.txt,hang=1", report, HangsVirtualBad.class);

        assertThat(text.replaceAll("\\s+", " "))
                .contains("HangsVirtualBad$Stock -> io.fencedep.programs.HangsVirtualBad.lock -> ");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whoWaitsForItselfIsStuck(int version) throws Exception {
        Path report = folder.resolve("report.txt");
        for (Class<?> each : List.of(HangsAloneBad.class, HangsStampedBad.class, HangsFutureBad.class)) {
            Files.deleteIfExists(report);
            assertThat(Host.runUntil("observed", jdk(version), folder, "report=report.txt,hang=1", report, each))
                    .contains("error: deadlock, observed", each.getName());
        }
    }

    @Test
    void whoWaitsForLocksThatAProgramBuildsIsStuck() throws Exception {
        Path report = folder.resolve("report.txt");
        assertThat(Host.runUntil("observed", jdk(17), folder, "report=report.txt,hang=1", report, HangsBuiltBad.class))
                .contains(
                        "error: deadlock, observed",
                        "waits for lock io.fencedep.programs.HangsBuiltBad$Flag.set",
                        "waits for lock io.fencedep.programs.HangsBuiltBad$Spin.taken");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whoWaitsForAPartOfAMapIsStuck(int version) throws Exception {
        Path report = folder.resolve("report.txt");
        assertThat(Host.runUntil(
                        "observed", jdk(version), folder, "report=report.txt,hang=1", report, HangsMapsBad.class))
                .contains(
                        "error: deadlock, observed",
                        "io.fencedep.programs.HangsMapsBad.prices:shared ->",
                        "waits for lock io.fencedep.programs.HangsMapsBad.sums");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void classesOfLoadersThatKnowOnlyTheJdkAreSeen(int version) throws Exception {
        Host.Run run = Host.run(jdk(version), folder, "report=report.txt", BundlesBad.class);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(Files.readString(folder.resolve("report.txt")))
                .contains("io.fencedep.programs.BundlesBad$Inside.one", "io.fencedep.programs.BundlesBad$Inside.other");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theStatusOfAProgramThatExitsIsItsOwn(int version) throws Exception {
        Host.Run run = Host.run(jdk(version), folder, "report=report.txt,fail=true", ExitsBad.class);

        assertThat(run.status()).as(run.err()).isEqualTo(5);
        assertThat(Files.readString(folder.resolve("report.txt"))).contains("io.fencedep.programs.ExitsBad.one");
    }

    private static Path jdk(int version) throws Exception {
        Path home = Host.jdk(version);
        assumeTrue(home != null, "no JDK " + version + " on this machine");
        return home;
    }
}
