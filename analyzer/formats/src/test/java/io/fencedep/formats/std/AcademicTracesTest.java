package io.fencedep.formats.std;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small programs that papers on the prediction of deadlocks tell of, as traces in which nothing hangs. */
class AcademicTracesTest {
    private static final int PHILOSOPHERS = 5;

    @TempDir
    private Path folder;

    @Test
    void philosophersThatAllReachToTheLeftCanStarve() throws IOException {
        assertThat(errors(philosophers((left, right) -> List.of("F" + left, "F" + right))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.classNames()).hasSize(PHILOSOPHERS));
    }

    @Test
    void oneThatReachesToTheRightSavesThemAndSoDoesATable() throws IOException {
        assertThat(found(philosophers(
                        (left, right) -> List.of("F" + Math.min(left, right), "F" + Math.max(left, right)))))
                .isEmpty();
        assertThat(found(philosophers((left, right) -> List.of("Table", "F" + left, "F" + right))))
                .singleElement()
                .matches(finding -> finding.severity() == Severity.NOTE)
                .matches(finding -> finding.demotions().stream()
                        .anyMatch(why -> why.filter().equals("gate-lock")));
    }

    @Test
    void buffersThatAreAppendedToEachOther() throws IOException {
        assertThat(errors(locks("T1", "sb1", "sb2") + locks("T2", "sb2", "sb1")))
                .hasSize(1);
        assertThat(errors(locks("T1", "sb1", "sb2") + locks("T2", "sb1", "sb2")))
                .isEmpty();
    }

    @Test
    void transfersOneAfterTheOtherAreNoDeadlockAndAtOnceTheyAre() throws IOException {
        String first = locks("T1", "A", "B");
        String second = locks("T2", "B", "A");
        String forks = "T0|fork(T1)|1\nT0|fork(T2)|2\n";
        assertThat(errors(forks + first + second + "T0|join(T1)|3\nT0|join(T2)|4\n"))
                .hasSize(1);
        assertThat(found("T0|fork(T1)|1\n" + first + "T0|join(T1)|2\nT0|fork(T2)|3\n" + second))
                .allMatch(finding -> finding.severity() == Severity.NOTE);
    }

    @Test
    void aThreadAloneIsNone() throws IOException {
        assertThat(errors(locks("T1", "A", "B") + locks("T1", "B", "A"))).isEmpty();
        assertThat(errors(locks("T1", "A", "B") + locks("T1", "B", "A") + locks("T2", "B", "A")))
                .hasSize(1);
    }

    @Test
    void aMonitorThatIsTakenAgainIsNone() throws IOException {
        assertThat(found(locks("T1", "A", "B", "A") + locks("T2", "A", "B"))).isEmpty();
    }

    @Test
    void joiningUnderALockThatTheChildTakes() throws IOException {
        String child = "T0|fork(T1)|1\n" + locks("T1", "A");
        assertThat(errors(child + "T0|acq(A)|2\nT0|join(T1)|3\nT0|rel(A)|4\n")).hasSize(1);
        assertThat(errors(child + "T0|acq(B)|2\nT0|join(T1)|3\nT0|rel(B)|4\n")).isEmpty();
    }

    @Test
    void requestsThatWereNeverGrantedHang() throws IOException {
        String both = "T1|req(A)|1\nT1|acq(A)|1\nT2|req(B)|2\nT2|acq(B)|2\n";
        assertThat(errors(both + "T1|req(B)|3\nT2|req(A)|4\n"))
                .singleElement()
                .matches(finding -> finding.kind() == FindingKind.DEADLOCK);
    }

    @Test
    void namesAndPlacesMayLookAnyWayAndPlacesMayBeMissing() throws IOException {
        assertThat(errors("""
                main-0|begin()|-1
                main-0|fork(Thread-1)|0
                Thread-1|acq(java.lang.Object@1a2b(x))|Foo.java:12
                Thread-1|acq(L-2)
                Thread-1|rel(L-2)|
                Thread-1|rel(java.lang.Object@1a2b(x))|-7
                main-0|acq(L-2)|3
                main-0|r(V-1.[0])|3
                main-0|acq(java.lang.Object@1a2b(x))|3
                main-0|rel(java.lang.Object@1a2b(x))|3
                main-0|rel(L-2)|3
                main-0|enter(foo)|3
                main-0|branch|3
                main-0|end()|3
                """)).hasSize(1);
    }

    private interface Forks {
        List<String> of(int left, int right);
    }

    private static String philosophers(Forks forks) {
        return IntStream.range(0, PHILOSOPHERS)
                .mapToObj(i ->
                        locks("T" + (i + 1), forks.of(i, (i + 1) % PHILOSOPHERS).toArray(String[]::new)))
                .collect(Collectors.joining());
    }

    /** Takes these in order and gives them back, the last one first. */
    private static String locks(String thread, String... locks) {
        Stream<String> taken = Stream.of(locks).map(lock -> thread + "|acq(" + lock + ")|1\n");
        Stream<String> given = IntStream.range(0, locks.length)
                .mapToObj(i -> thread + "|rel(" + locks[locks.length - 1 - i] + ")|2\n");
        return Stream.concat(taken, given).collect(Collectors.joining());
    }

    private List<Finding> errors(String trace) throws IOException {
        return found(trace).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    private List<Finding> found(String trace) throws InputException, IOException {
        Path file = Files.write(folder.resolve("trace.std"), trace.getBytes(UTF_8));
        return Detector.analyse(
                        new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                                .load(List.of(file.toString()))
                                .graph(),
                        List.of())
                .findings();
    }
}
