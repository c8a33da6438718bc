package io.fencedep.cli;

import io.fencedep.core.contract.Contract;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.contractfile.ContractFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The contracts that an analysis holds its inputs against. */
final class ContractOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--contract",
            paramLabel = "NAME|FILE",
            description =
                    "Hold the inputs against a contract too; may be repeated. Built in:" + " ${COMPLETION-CANDIDATES}.",
            completionCandidates = BuiltIn.class)
    private List<String> contracts = new ArrayList<>();

    /** The names of the built-in contracts. */
    static final class BuiltIn extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        BuiltIn() {
            super(ContractFiles.builtIn());
        }
    }

    /** Reads the contracts. */
    List<Contract> load() throws InputException {
        List<Contract> loaded = new ArrayList<>();
        for (String contract : contracts) {
            if (!ContractFiles.builtIn().contains(contract) && !exists(contract)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no contract '" + contract + "': neither a file nor one of "
                                + String.join(", ", ContractFiles.builtIn()));
            }
            loaded.add(ContractFiles.load(contract));
        }
        return loaded;
    }

    private static boolean exists(String file) {
        try {
            return file.equals(TraceSource.STDIN) || Files.exists(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
