package io.fencedep.cli;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that a project keeps in a file, so that nobody has to type them: {@code .fencedep.yaml} in the folder where
 * fencedep is started, or the file that {@code FENCEDEP_SETTINGS} names; none, if that is empty. For each command it has
 * options by their long names without hyphens. What the command line says wins, option by option.
 */
final class Settings {
    private static final String VARIABLE = "FENCEDEP_SETTINGS";
    private static final String FILE = ".fencedep.yaml";
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Settings() {}

    /**
     * The arguments with what the settings add to them.
     *
     * @throws InputException when the file cannot be read, or speaks of options that there are not
     */
    static String[] expand(CommandLine line, String... arguments) throws InputException {
        String told = System.getenv(VARIABLE);
        String file = told == null ? FILE : told;
        if (file.isEmpty() || told == null && !Files.exists(Path.of(file))) {
            return arguments;
        }
        List<String> all = new ArrayList<>(List.of(arguments));
        try (TraceSource source = TraceSource.open(file);
                Document yaml = Document.of(source, YAML)) {
            yaml.beginObject();
            for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
                CommandLine command = line.getSubcommands().get(name);
                if (command == null) {
                    throw yaml.error("is no command; there are "
                            + String.join(", ", line.getSubcommands().keySet()));
                }
                List<String> added = options(yaml, command, all);
                int at = all.indexOf(name);
                if (at >= 0 && all.subList(0, at).stream().allMatch(before -> before.startsWith("-"))) {
                    all.addAll(at + 1, added);
                }
            }
            yaml.end();
        }
        return all.toArray(new String[0]);
    }

    private static List<String> options(Document yaml, CommandLine command, List<String> given) throws InputException {
        List<String> added = new ArrayList<>();
        yaml.beginObject();
        for (String name = yaml.nextName(); name != null; name = yaml.nextName()) {
            OptionSpec option = command.getCommandSpec().findOption("--" + name);
            if (option == null || option.usageHelp() || option.versionHelp()) {
                throw yaml.error("is no option of " + command.getCommandName());
            }
            List<String> values = new ArrayList<>();
            if (option.arity().max() == 0) {
                if (yaml.truth()) {
                    values.add("--" + name);
                }
            } else if (yaml.isArray()) {
                for (yaml.beginArray(); yaml.nextElement(); ) {
                    values.add("--" + name + "=" + yaml.scalar());
                }
            } else {
                values.add("--" + name + "=" + yaml.scalar());
            }
            if (!isGiven(option, given)) {
                added.addAll(values);
            }
        }
        return added;
    }

    private static boolean isGiven(OptionSpec option, List<String> given) {
        return given.stream()
                .anyMatch(argument -> Arrays.stream(option.names())
                        .anyMatch(name -> argument.equals(name) || argument.startsWith(name + "=")));
    }
}
