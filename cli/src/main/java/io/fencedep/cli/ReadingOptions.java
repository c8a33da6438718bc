package io.fencedep.cli;

import io.fencedep.core.model.ClassRule;
import io.fencedep.core.model.ClassRules;
import io.fencedep.formats.InputFormat;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.load.ReadProgress;
import io.fencedep.formats.registry.FormatRegistry;
import io.fencedep.formats.rulefile.ClassRuleFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How inputs are read, for all commands that read any. */
final class ReadingOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--lenient",
            description = "Pass over lines and inputs that cannot be read; the last line says what is missing.")
    private boolean lenient;

    @Option(
            names = "--input-format",
            paramLabel = "FORMAT",
            completionCandidates = FormatNames.class,
            description =
                    "Format of all inputs; without it, their content decides. One of:%n" + "${COMPLETION-CANDIDATES}")
    private @Nullable String inputFormat;

    @Option(
            names = "--class-rules",
            paramLabel = "FILE",
            description = "Split or join classes by the rules in FILE; those that match nothing are named.")
    private @Nullable String classRules;

    @Option(names = "--no-progress", description = "Do not say on standard error how far a long input is.")
    private boolean noProgress;

    private ClassRules rules = ClassRules.NONE;

    private final ReadProgress progress = new ReadProgress();

    /** Something that reads inputs. */
    interface Reading<T> {
        T run() throws IOException;
    }

    /** Reads the class rules, if any, and shows how far reading is while it lasts. */
    <T> T reading(Reading<T> work) throws IOException {
        loadRules();
        T result;
        ProgressLine line = ProgressLine.show(progress::now, !noProgress);
        try {
            result = work.run();
        } finally {
            line.close();
        }
        tellUnmatched();
        return result;
    }

    /** Reads the class rules, if any. */
    ClassRules loadRules() throws IOException {
        if (classRules != null) {
            Console.hide(classRules, "class rules");
        }
        rules = classRules == null ? ClassRules.NONE : ClassRuleFile.load(classRules);
        return rules;
    }

    /** Names the class rules that matched nothing. */
    void tellUnmatched() {
        for (ClassRule rule : rules.unmatched()) {
            Console.say(rule.place() + ": the class rule matched nothing");
        }
    }

    /** Whether to say how far it is. */
    boolean showsProgress() {
        return !noProgress;
    }

    /** How far it is. */
    ReadProgress progress() {
        return progress;
    }

    /** The class rules, once reading has begun. */
    ClassRules rules() {
        return rules;
    }

    /** Whether lines that cannot be read are passed over. */
    ReadOptions options() {
        return lenient ? ReadOptions.LENIENT : ReadOptions.STRICT;
    }

    /** A loader that reads one input after another. */
    InputLoader loader() {
        return loader(1);
    }

    /** A loader that reads so many inputs at the same time. */
    InputLoader loader(int jobs) {
        return new InputLoader(FormatRegistry.standard(), format(), options(), jobs, rules, progress);
    }

    /** The format of all inputs, or null when their content decides. */
    @Nullable
    InputFormat format() {
        if (inputFormat == null) {
            return null;
        }
        String name = inputFormat;
        FormatRegistry registry = FormatRegistry.standard();
        return registry.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "unknown format '" + name + "'; there are "
                                + String.join(
                                        ", ",
                                        registry.formats().stream()
                                                .map(InputFormat::name)
                                                .toList())));
    }
}
