package io.fencedep.cli;

import io.fencedep.report.AtomicOutput;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes shells complete commands and options. */
@Command(
        name = "completion",
        header = "Print a script that makes bash and zsh complete commands and options.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Example:", "  source <(fencedep completion)"})
final class CompletionCommand implements Callable<Integer> {
    /** The script above knows {@code --option value}. Bash splits {@code --option=value} in three, zsh not at all. */
    private static final String VALUES = """

            function _fencedep_with_values() {
              local words=() prefix= word i
              for ((i = 0; i <= COMP_CWORD; i++)); do
                word="${COMP_WORDS[i]}"
                prefix=
                if [[ "$word" == "=" ]]; then
                  if ((i == COMP_CWORD)); then words+=(""); fi
                elif [[ "$word" == --*=* ]]; then
                  words+=("${word%%=*}" "${word#*=}")
                  prefix="${word%%=*}="
                else
                  words+=("$word")
                fi
              done
              local COMP_WORDS=("${words[@]}")
              local COMP_CWORD=$((${#words[@]} - 1))
              _complete_fencedep "$@"
              if [ -n "$prefix" ]; then
                COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
              fi
              if [ -n "$BASH_VERSION" ] && [[ "${COMPREPLY[0]:-}" == *= ]]; then
                compopt -o nospace
              fi
            }

            complete -o default -F _fencedep_with_values fencedep
            """;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String script = AutoComplete.bash("fencedep", spec.root().commandLine());
        Console.print(AtomicOutput.text(out -> {
            out.write(script);
            out.write(VALUES);
        }));
        return ExitStatus.OK;
    }
}
