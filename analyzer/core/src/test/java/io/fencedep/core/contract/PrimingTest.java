package io.fencedep.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.contract.Contract.RoleMatch;
import io.fencedep.core.contract.Rule.Target;
import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.LockKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrimingTest {
    private static final List<String> GPU = List.of("mmap_lock", "reservation", "reclaim", "mmu_notifier", "dma_fence");

    private final Graphs graphs = new Graphs();

    @Test
    void every_earlier_role_may_be_held_while_every_later_one_is_waited_for() {
        graphs.resource("reclaim", ResourceKind.RECLAIM)
                .resource("mmu_notifier", ResourceKind.NOTIFIER)
                .resource("dma_fence:a", ResourceKind.FENCE)
                .resource("dma_fence:b", ResourceKind.FENCE)
                .held("reclaim", "mmu_notifier")
                .held("dma_fence:a", "dma_fence:b");

        assertThat(pairs(chain(GPU)))
                .containsExactly(
                        "reclaim -> mmu_notifier",
                        "reclaim -> dma_fence:a",
                        "reclaim -> dma_fence:b",
                        "mmu_notifier -> dma_fence:a",
                        "mmu_notifier -> dma_fence:b");
    }

    @Test
    void a_role_that_no_class_has_still_links_its_neighbours() {
        graphs.lock("mmap_lock", LockKind.RWSEM)
                .resource("dma_fence:a", ResourceKind.FENCE)
                .held("dma_fence:a", "mmap_lock");

        assertThat(pairs(chain(GPU))).containsExactly("mmap_lock -> dma_fence:a");
    }

    @Test
    void both_nodes_of_a_lock_take_part() {
        graphs.lock("mmap_lock", LockKind.RWSEM)
                .lock("reservation_ww_class_mutex", LockKind.WW_MUTEX)
                .held("mmap_lock", "reservation_ww_class_mutex");
        graphs.graph.addDependency(
                Graphs.shared("mmap_lock"),
                Graphs.shared("reservation_ww_class_mutex"),
                Basis.SECTION,
                WaitKind.BLOCKING,
                Graphs.RUN,
                new Occurrences());

        assertThat(pairs(chain(GPU)))
                .containsExactly(
                        "mmap_lock -> reservation_ww_class_mutex",
                        "mmap_lock -> reservation_ww_class_mutex:shared",
                        "mmap_lock:shared -> reservation_ww_class_mutex",
                        "mmap_lock:shared -> reservation_ww_class_mutex:shared");
    }

    @Test
    void nothing_is_promised_between_a_class_and_itself() {
        graphs.lock("outer", LockKind.MUTEX).lock("inner", LockKind.MUTEX).held("inner", "outer");
        Contract contract = new Contract(
                "c",
                "",
                List.of(role("outer", "first"), role("*", "second")),
                List.of(List.of("first", "second")),
                List.of());

        assertThat(pairs(contract)).containsExactly("outer -> inner");
    }

    @Test
    void waits_that_several_fences_can_end_are_not_promised() {
        graphs.resource("reclaim", ResourceKind.RECLAIM)
                .resource("dma_fence:a", ResourceKind.FENCE)
                .resource("any of", ResourceKind.ANY)
                .held("reclaim", "any of");
        graphs.graph.classes().get("any of").addAlternative("dma_fence:a");

        assertThat(pairs(chain(GPU))).isEmpty();
    }

    @Test
    void many_classes_cost_no_pairs_until_somebody_asks_for_them() {
        graphs.resource("reclaim", ResourceKind.RECLAIM);
        for (int i = 0; i < 2000; i++) {
            graphs.resource("left" + i, ResourceKind.FENCE)
                    .resource("right" + i, ResourceKind.FENCE)
                    .held("left" + i, "right" + i);
        }
        Contract contract = new Contract(
                "c",
                "",
                List.of(role("left*", "left"), role("right*", "right")),
                List.of(List.of("left", "right")),
                List.of());

        Priming priming = Priming.of(List.of(contract), graphs.graph);

        assertThat(priming.size()).isEqualTo(4_000_000);
        assertThat(priming.hubs()).hasSize(1);
        assertThat(priming.hubs().get(0).sources()).hasSize(2000);
        assertThat(priming.hubs().get(0).targets()).hasSize(2000);
    }

    @Test
    void a_pair_names_its_contract_and_roles() {
        graphs.resource("reclaim", ResourceKind.RECLAIM)
                .resource("dma_fence:a", ResourceKind.FENCE)
                .held("dma_fence:a", "reclaim");

        assertThat(Priming.of(List.of(chain(GPU)), graphs.graph).pairs())
                .containsExactly(new Priming.Pair(
                        graphs.node("reclaim"), graphs.node("dma_fence:a"), "c", "reclaim", "dma_fence"));
    }

    private Stream<String> pairs(Contract contract) {
        return Priming.of(List.of(contract), graphs.graph).pairs().stream()
                .map(pair -> pair.from() + " -> " + pair.to());
    }

    private static Contract chain(List<String> roles) {
        return new Contract("c", "", List.of(), List.of(roles), List.of());
    }

    private static RoleMatch role(String match, String role) {
        return new RoleMatch(new Target("", Set.of(), match), role);
    }
}
