package io.fencedep.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.contract.Contract.RoleMatch;
import io.fencedep.core.contract.Rule.Target;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.LockKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractMatcherTest {
    private final Graphs graphs = new Graphs();

    @ParameterizedTest
    @CsvSource({
        "reservation, reservation_ww_class_mutex, LOCK, true",
        "reservation, reservation_ww_class_mutex/1, LOCK, true",
        "reservation, reservation_ww_class_acquire, LOCK, false",
        "mmap_lock, mmap_lock, LOCK, true",
        "mmap_lock, &mm->mmap_lock, LOCK, true",
        "mmap_lock, &mm->mmap_lock/1, LOCK, true",
        "mmap_lock, &mm->mmap_sem, LOCK, true",
        "mmap_lock, &xe->mmap_lock_stats, LOCK, false",
        "reclaim, reclaim, RECLAIM, true",
        "reclaim, ttm_shrinker, RECLAIM, true",
        "reclaim, reclaim, LOCK, true",
        "mmu_notifier, mmu_notifier, NOTIFIER, true",
        "mmu_notifier, hfi1_mmu_notifier, NOTIFIER, true",
        "mmu_notifier, move_notify, NOTIFIER, false",
        "dma_fence, dma_fence:gfx, FENCE, true",
        "dma_fence, dma_fence_map, LOCK, true",
        "dma_fence, dma_fence_stub_lock, LOCK, false",
        "dma_fence, user_fence:app, FENCE, false",
        "page-table, &gpu->page_table_lock, LOCK, true",
        "class-initialisation, class-init:com.acme.Main, LOCK, true",
        "nobody, dma_fence:gfx, FENCE, false",
    })
    void known_roles_know_the_names_that_kernels_print(String role, String name, ResourceKind kind, boolean plays) {
        graphs.resource(name, kind);

        assertThat(matcher(List.of()).plays(role, resource(name))).isEqualTo(plays);
    }

    @Test
    void what_a_contract_says_about_a_role_is_all_there_is_about_it() {
        graphs.lock("my_resv", LockKind.MUTEX).lock("reservation_ww_class_mutex", LockKind.WW_MUTEX);
        ContractMatcher matcher = matcher(List.of(new RoleMatch(new Target("", Set.of(), "my_*"), "reservation")));

        assertThat(matcher.plays("reservation", resource("my_resv"))).isTrue();
        assertThat(matcher.plays("reservation", resource("reservation_ww_class_mutex")))
                .isFalse();
    }

    @Test
    void several_fences_of_which_one_is_enough_play_what_any_of_them_plays() {
        graphs.resource("dma_fence:a", ResourceKind.FENCE).resource("any of dma_fence:a | x", ResourceKind.ANY);
        resource("any of dma_fence:a | x").addAlternative("dma_fence:a");

        assertThat(matcher(List.of()).plays("dma_fence", resource("any of dma_fence:a | x")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "a*c, abc, true",
        "a*c, ac, true",
        "a*c, abcd, false",
        "*b*, abc, true",
        "a*b*c*, aXbYc, true",
        "*page_table_lock*, &mm->page_table_lock/1, true",
        "abc, abcd, false",
        "fs_reclaim, reclaim, true",
        "(work_completion)(&gt->reset), &gt->reset, true",
        "aa*ab, aaab, true",
    })
    void a_star_stands_for_any_text_and_a_full_name_for_the_class_it_names(String glob, String name, boolean matches) {
        assertThat(Glob.matches(glob, name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "FENCE, FENCE, UNKNOWN, true",
        "FENCE, ANY, UNKNOWN, true",
        "LOCK, LOCK, SPIN, true",
        "LOCK, FENCE, UNKNOWN, false",
        "SLEEPING_LOCK, LOCK, RWSEM, true",
        "SLEEPING_LOCK, LOCK, UNKNOWN, false",
        "SLEEPING_LOCK, LOCK, RW_SPIN, false",
        "SPINNING_LOCK, LOCK, RAW_SPIN, true",
        "SPINNING_LOCK, LOCK, MUTEX, false",
        "UNKNOWN_LOCK, LOCK, UNKNOWN, true",
        "UNKNOWN_LOCK, LOCK, MUTEX, false",
        "RECLAIM, RECLAIM, UNKNOWN, true",
        "WORK, QUEUE, UNKNOWN, false",
        "BLOCKING, FENCE, UNKNOWN, true",
        "BLOCKING, RECLAIM, UNKNOWN, true",
        "BLOCKING, TASK, UNKNOWN, true",
        "BLOCKING, LOCK, MUTEX, true",
        "BLOCKING, LOCK, UNKNOWN, true",
        "BLOCKING, LOCK, SPIN, false",
        "BLOCKING, LOCK, RCU, false",
        "BLOCKING, LOCK, MAP, false",
        "BLOCKING, RESET, UNKNOWN, false",
    })
    void kinds(TargetKind target, ResourceKind kind, LockKind lockKind, boolean matches) {
        ResourceClass resource = new ResourceClass("x", kind);
        resource.setLockKind(lockKind);

        assertThat(target.matches(resource)).isEqualTo(matches);
    }

    @Test
    void all_that_is_set_must_fit() {
        graphs.resource("dma_fence:a", ResourceKind.FENCE);
        ContractMatcher matcher = matcher(List.of());
        ResourceClass fence = resource("dma_fence:a");

        assertThat(matcher.selects(new Target("dma_fence", Set.of(TargetKind.FENCE), "*:a"), fence))
                .isTrue();
        assertThat(matcher.selects(new Target("dma_fence", Set.of(TargetKind.LOCK), "*:a"), fence))
                .isFalse();
        assertThat(matcher.selects(new Target("dma_fence", Set.of(), "*:b"), fence))
                .isFalse();
        assertThat(matcher.selects(new Target("reclaim", Set.of(), ""), fence)).isFalse();
        assertThat(matcher.selects(new Target("", Set.of(), ""), fence)).isTrue();
    }

    private ContractMatcher matcher(List<RoleMatch> classes) {
        return new ContractMatcher(new Contract("c", "", classes, List.of(), List.of()), graphs.graph);
    }

    private ResourceClass resource(String name) {
        return graphs.graph.classes().get(name);
    }
}
