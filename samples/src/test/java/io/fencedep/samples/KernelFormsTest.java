package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.model.ClassRules;
import io.fencedep.core.schedules.Program;
import io.fencedep.core.schedules.RandomPrograms;
import io.fencedep.core.schedules.Schedules;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.convert.Converter;
import io.fencedep.formats.convert.OutputFormat;
import io.fencedep.formats.load.ReadProgress;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The same run in every form in which a kernel's events come: the same findings with the same ids.
 *
 * <p>{@code mvn -Pfuzz test -pl samples} tries many more; {@code -Dfuzz.seed=N} and {@code -Dfuzz.traces=N} say which and
 * how many.
 */
class KernelFormsTest {
    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final long COUNT = Long.getLong("fuzz.traces", 120);

    /** Where interrupts are on is not told by these until it changes. */
    private static final Set<String> WITHOUT_FLAGS =
            Set.of("trace-cmd report", "perf script", "other probes in a report");

    @Test
    void the_same_run_in_every_form_gives_the_same_findings() {
        long found = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = switch ((int) (seed % 4)) {
                case 0 -> RandomPrograms.twoLocks(seed);
                case 1 -> RandomPrograms.kernel(seed);
                case 2 -> RandomPrograms.interrupted(seed);
                default -> RandomPrograms.any(seed);
            };
            Random random = new Random(seed);
            KernelText.Form form = KernelText.Form.any(random, true);
            List<KernelLine> lines = Schedules.recorded(program, random)
                    .map(run -> KernelText.lines(run.events(), form))
                    .orElse(List.of());
            if (lines.isEmpty()) {
                continue;
            }
            Map<String, byte[]> forms = forms(lines);
            if (form.arguments()) {
                forms.put("other probes", utf8(otherProbes(KernelForms.tracefs(lines, form.hashed()))));
                forms.put("other probes in a report", utf8(otherProbes(KernelForms.report(lines))));
            }
            SortedSet<String> expected = findings(forms.get("cat trace"));
            found += expected.size();
            for (Map.Entry<String, byte[]> each : forms.entrySet()) {
                SortedSet<String> here = findings(each.getValue());
                boolean same = here.equals(expected)
                        || seed % 4 == 2 && WITHOUT_FLAGS.contains(each.getKey()) && expected.containsAll(here);
                if (!same) {
                    fail("seed " + seed + ", " + each.getKey() + ": " + here + " instead of " + expected + "\n" + form
                            + "\n" + program + KernelForms.tracefs(lines, false));
                }
            }
        }
        assertThat(found).isGreaterThan(COUNT / 4);
    }

    @Test
    void losses_are_the_same_in_every_form() {
        long lost = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Program program = seed % 2 == 0 ? RandomPrograms.kernel(seed) : RandomPrograms.any(seed);
            Random random = new Random(seed);
            KernelText.Form form = KernelText.Form.any(random, true);
            List<KernelLine> whole = Schedules.recorded(program, random)
                    .map(run -> KernelText.lines(run.events(), form))
                    .orElse(List.of());
            int from = random.nextInt(whole.size() + 1);
            int to = from + random.nextInt(whole.size() - from + 1);
            List<KernelLine> lines = KernelLine.withLoss(whole, random.nextInt(4), from, to);
            lost += lines.stream().filter(KernelLine::isLoss).count();
            SortedSet<String> expected = findings(utf8(KernelForms.tracefs(lines, form.hashed())));
            assertThat(List.of(
                            findings(utf8(KernelForms.report(lines))),
                            findings(utf8(KernelForms.latency(lines))),
                            findings(KernelDat.of(lines, 6, "none")),
                            findings(KernelDat.of(lines, 7, "zstd"))))
                    .as("seed %d of %s", seed, form)
                    .containsOnly(expected);
        }
        assertThat(lost).isGreaterThan(COUNT / 10);
    }

    private static Map<String, byte[]> forms(List<KernelLine> lines) {
        Map<String, byte[]> forms = new LinkedHashMap<>();
        forms.put("cat trace", utf8(KernelForms.tracefs(lines, false)));
        forms.put("cat trace with hashed pointers", utf8(KernelForms.tracefs(lines, true)));
        forms.put("trace-cmd report -l", utf8(KernelForms.latency(lines)));
        forms.put("trace-cmd report", utf8(KernelForms.report(lines)));
        forms.put("perf script", utf8(KernelForms.perf(lines)));
        byte[] text = converted(forms.get("cat trace"), OutputFormat.JSONL);
        byte[] compact = converted(text, OutputFormat.BINARY);
        forms.put("converted to the native format", text);
        forms.put("converted to the compact format", compact);
        forms.put("converted there and back", converted(compact, OutputFormat.JSONL));
        forms.put("converted to the compact format at once", converted(forms.get("cat trace"), OutputFormat.BINARY));
        forms.put("trace.dat 6", KernelDat.of(lines, 6, "none"));
        forms.put("trace.dat 7", KernelDat.of(lines, 7, "none"));
        forms.put("trace.dat 7 with zstd", KernelDat.of(lines, 7, "zstd"));
        forms.put("trace.dat 7 with zlib", KernelDat.of(lines, 7, "zlib"));
        return forms;
    }

    private static byte[] converted(byte[] trace, OutputFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceSource source = TraceSource.of("trace", new ByteArrayInputStream(trace))) {
            new Converter(format, ReadOptions.STRICT, List.of(), ClassRules.NONE)
                    .convert(
                            source,
                            (TraceFormat) FormatRegistry.standard().detect(source),
                            () -> "",
                            new ReadProgress().begin(source),
                            "out",
                            out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** As somebody else would make the probes: with other names of events, other fields in another order, and no places. */
    static String otherProbes(String text) {
        return text.replaceAll(" ip=\\w+\\+0x\\w+(/0x\\w+)?( \\[drv])?", "")
                .replaceAll(" acq: ( *\\(\\S+\\))(.*) nest=(\\S+)(.*)( name=\".*\")", " my_lock: $1$5$4 next_lock=$3$2")
                .replaceAll(" rel: ", " my_unlock: ")
                .replaceAll(" compl_wait: ", " p_wait_for_completion_0: ")
                .replaceAll(" compl_waited: ", " r_wait_for_completion_0: ")
                .replaceAll(" compl_done: (.*) x=", " complete__entry: $1 arg1=")
                .replaceAll(" flush_work: (.*) work=", " p___flush_work_0: $1 w=");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SortedSet<String> findings(byte[] trace) {
        return Detector.analyse(Analyses.read("trace", trace), List.of()).findings().stream()
                .map(finding -> finding.severity().text() + " " + finding.id() + " " + finding.strength() + " "
                        + finding.title())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
