package io.fencedep.formats.contractfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.Contract.RoleMatch;
import io.fencedep.core.contract.Roles;
import io.fencedep.core.contract.Rule;
import io.fencedep.core.contract.Rule.Fact;
import io.fencedep.core.contract.Rule.Hold;
import io.fencedep.core.contract.Rule.Target;
import io.fencedep.core.contract.Rule.Wait;
import io.fencedep.core.contract.TargetKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContractFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("builtIn")
    void built_in_contracts_are_files_like_any_other(String name) throws IOException {
        Path copy = Files.writeString(folder.resolve("copy.yaml"), ContractFiles.textOf(name));

        Contract contract = ContractFiles.load(name);

        assertThat(contract.name()).isEqualTo(name);
        assertThat(contract.about()).isNotEmpty();
        assertThat(contract.rules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.why()).isNotEmpty());
        assertThat(ContractFiles.load(copy.toString())).isEqualTo(contract);
    }

    static List<String> builtIn() {
        return ContractFiles.builtIn();
    }

    @Test
    void every_field_arrives() throws InputException {
        Contract contract = read("""
                contract: mine
                about: for tests
                classes:
                  - {match: "my_*", kind: [lock, fence], role: special}
                prime:
                  - [special, dma_fence]
                rules:
                  - id: one
                    hold: {role: special, kind: notifier, match: "a*", model: registration-cache, blocking: false}
                    wait: {kind: [fence, sleeping-lock], tries: true, drivers: amdgpu, drivers-except: [i915, xe]}
                    severity: error
                    why: because
                  - id: two
                    fact: dma-open-at-notifier-end
                    where: {pinned: false}
                """);

        assertThat(contract)
                .isEqualTo(new Contract(
                        "mine",
                        "for tests",
                        List.of(new RoleMatch(
                                new Target("", Set.of(TargetKind.LOCK, TargetKind.FENCE), "my_*"), "special")),
                        List.of(List.of("special", "dma_fence")),
                        List.of(
                                new Rule(
                                        "one",
                                        new Hold(
                                                new Target("special", Set.of(TargetKind.NOTIFIER), "a*"),
                                                "registration-cache",
                                                false),
                                        new Wait(
                                                new Target("", Set.of(TargetKind.FENCE, TargetKind.SLEEPING_LOCK), ""),
                                                true,
                                                List.of("amdgpu"),
                                                List.of("i915", "xe")),
                                        null,
                                        "error",
                                        "because"),
                                new Rule(
                                        "two",
                                        null,
                                        null,
                                        new Fact("dma-open-at-notifier-end", new TreeMap<>(Map.of("pinned", "false"))),
                                        "warning",
                                        ""))));
    }

    @Test
    void the_example_of_the_design_is_read() throws InputException {
        Contract contract = read("""
                contract: linux-gpu
                classes:
                  - {match: "reservation_ww_class_mutex", role: reservation}
                prime:                      # dependencies that hold whether or not a run shows them
                  - [mmap_lock, reservation, reclaim, mmu_notifier, dma_fence]
                rules:
                  - {id: no-reclaim-while-signalling, hold: {role: dma_fence}, wait: {role: reclaim}, severity: error, why: "..."}
                """);

        assertThat(contract.prime()).hasSize(1);
        assertThat(contract.rules().get(0).severity()).isEqualTo("error");
    }

    @Test
    void the_built_in_gpu_contract_says_of_roles_what_every_contract_knows() throws InputException {
        List<RoleMatch> written = ContractFiles.load("linux-gpu").classes();

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(Roles.all().entrySet().stream()
                        .filter(role -> !Set.of(Roles.PAGE_TABLE, Roles.CLASS_INITIALISATION)
                                .contains(role.getKey()))
                        .flatMap(role -> role.getValue().stream())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'classes: []' | c.yaml:1: contract: is missing",
                "'contract: a\nprimes: []' | c.yaml:2: primes: is no field here; there are contract, about, classes",
                "'contract: a\ncontract: b' | c.yaml:2: ",
                "'contract: [a]' | c.yaml:1: contract: must be a string",
                "'contract:' | c.yaml:1: contract: is missing",
                "'- contract' | c.yaml:1: must be an object",
                "'contract: a\nclasses:\n  - {match: x}' | c.yaml:3: classes[0].role: is missing",
                "'contract: a\nclasses:\n  - {role: x}' | c.yaml:3: classes[0].match: is missing",
                "'contract: a\nclasses:\n  - {kind: lok, role: x}' | c.yaml:3: classes[0].kind: is \"lok\", not one of fence, lock, sleeping-lock",
                "'contract: a\nprime:\n  - [reclaim, dma_fense]' | c.yaml:3: prime[0][1]: no class plays the role \"dma_fense\"",
                "'contract: a\nprime:\n  - [reclaim]' | c.yaml:3: prime[0]: a chain needs two roles",
                "'contract: a\nprime:\n  - reclaim' | c.yaml:3: prime[0]: must be a list",
                "'contract: a\nprime:\n  - [reclaim, dma_fence, reclaim]' | c.yaml:3: prime[0][2]: \"reclaim\" stands in this chain twice",
                "'contract: a\nrules:\n  - hold: {kind: fence}' | c.yaml:3: rules[0].id: is missing",
                "'contract: a\nrules:\n  - {id: r, hold: {kind: fence}}' | c.yaml:3: rules[0].wait: is missing",
                "'contract: a\nrules:\n  - {id: r, wait: {kind: fence}}' | c.yaml:3: rules[0].hold: is missing",
                "'contract: a\nrules:\n  - {id: r, hold: {role: foe}, wait: {kind: fence}}' | c.yaml:3: rules[0].hold.role: no class plays the role \"foe\"",
                "'contract: a\nrules:\n  - {id: r, hold: {}, wait: {kind: fence}}' | c.yaml:3: rules[0].hold: selects nothing",
                "'contract: a\nrules:\n  - {id: r, hold: {kind: fence, tries: true}}' | c.yaml:3: rules[0].hold.tries: is no field here",
                "'contract: a\nrules:\n  - {id: r, hold: {kind: notifier, model: shadow}}' | c.yaml:3: rules[0].hold.model: is \"shadow\", not one of shadow-page-table",
                "'contract: a\nrules:\n  - {id: r, hold: {kind: fence}, wait: {kind: fence}, severity: fatal}' | c.yaml:3: rules[0].severity: is \"fatal\", not one of error, warning, note",
                "'contract: a\nrules:\n  - {id: r, fact: moon}' | c.yaml:3: rules[0].fact: is \"moon\", not one of dma-open-at-notifier-end",
                "'contract: a\nrules:\n  - {id: r, fact: reset-leaves-fences, wait: {kind: fence, drivers: xe}}' | c.yaml:3: rules[0].fact: of a fact, hold and wait give",
                "'contract: a\nrules:\n  - {id: r, hold: {kind: fence}, wait: {kind: fence}, where: {a: b}}' | c.yaml:3: rules[0].where: is for rules about a fact",
                "'contract: a\nrules:\n  - {id: r, fact: reset-leaves-fences}\n  - {id: r, fact: reset-leaves-fences}' | c.yaml:4: rules[1].id: \"r\" is the id of two rules",
                "'contract: a\nrules: [' | c.yaml:2: rules: not YAML",
                "'contract: a\n\tclasses: b' | c.yaml:2: contract: not YAML: while scanning for the next token found character",
                "'contract: &x a\nabout: *x' | c.yaml:2: about: must be written out",
                "'contract: a\n---\ncontract: b' | c.yaml:",
            })
    void what_is_wrong_is_said_with_file_line_and_field(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InputException.class).hasMessageStartingWith(message);
    }

    @Test
    void neither_a_name_nor_a_file() {
        assertThatThrownBy(() -> ContractFiles.load("linux-gpo"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("linux-gpo: no such file, and no built-in contract of that name (linux-gpu,");
    }

    @Test
    void nothing_in_the_file() {
        assertThatThrownBy(() -> read("")).hasMessage("c.yaml: is empty");
        assertThatThrownBy(() -> read("# only a comment\n")).hasMessage("c.yaml: is empty");
    }

    private static Contract read(String text) throws InputException {
        return ContractFiles.read(TraceSource.of("c.yaml", new ByteArrayInputStream(text.getBytes(UTF_8))));
    }
}
