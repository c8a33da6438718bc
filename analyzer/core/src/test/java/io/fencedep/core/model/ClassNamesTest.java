package io.fencedep.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One name for one thing. */
class ClassNamesTest {

    @ParameterizedTest
    @CsvSource({
        "fs_reclaim, reclaim",
        "mmu_notifier_invalidate_range_start, mmu_notifier",
        "(work_completion)(&wq->work), &wq->work",
        "(wq_completion)events, queue:events",
        "&mm->mmap_lock, &mm->mmap_lock",
        "dma_fence_map, dma_fence_map",
        "do_fault.isra.0, do_fault",
        "do_fault.constprop.0.isra.12, do_fault",
        "do_fault.cold, do_fault",
        "queue_work_on+0x23/0x40, queue_work_on",
        "Main$$Lambda$17/0x0000000800c03000, Main$$Lambda",
        "Main$$Lambda/0x00007f1200aa, Main$$Lambda",
        "lock@0xffff888012345678, lock@*",
        "dma_fence:gfx.0, dma_fence:gfx.0",
        "com.acme.partners.Deal.lock, com.acme.partners.Deal.lock",
        "Machine.parts, Machine.parts",
        "com.acme.cold.Store.coldest, com.acme.cold.Store.coldest",
        "__flush_work.isra.0.cold.7+0x12/0x40, __flush_work"
    })
    void what_sources_call_a_class_is_brought_to_one_name(String written, String canonical) {
        assertThat(ClassNames.canonical(written)).isEqualTo(canonical);
        assertThat(ClassNames.canonical(canonical)).isEqualTo(canonical);
    }

    @Test
    void what_a_class_says_of_a_pool_is_found_in_queues_places_and_tasks_and_in_nothing_else() {
        assertThat(ClassNames.queueOf("queue:pool@P.make#2")).isEqualTo("pool@P.make#2");
        assertThat(ClassNames.queueOf("place:growing-pool@P.make")).isEqualTo("growing-pool@P.make");
        assertThat(ClassNames.queueOf("task@C.run#3 of pool@P.make#2")).isEqualTo("pool@P.make#2");
        assertThat(ClassNames.queueOf("task@C.run#3")).isEmpty();
        assertThat(ClassNames.queueOf("a lock of P#2")).isEmpty();
        assertThat(ClassNames.withoutOrdinal("pool@P.make#12")).isEqualTo("pool@P.make");
        assertThat(ClassNames.withoutOrdinal("pool@P.make")).isEqualTo("pool@P.make");
    }

    @Test
    void only_a_java_programs_task_is_the_same_code_in_another_pool() {
        assertThat(ClassNames.ofCode("task@org.example.Cache.refresh of pool:org.example.Cache.workers"))
                .isEqualTo("task@org.example.Cache.refresh");
        assertThat(ClassNames.ofCode("task:Refresh of pool:one")).isEqualTo("task:Refresh");
        assertThat(ClassNames.ofCode("flush of a")).isEqualTo("flush of a");
    }
}
