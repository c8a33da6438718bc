package io.fencedep.core.contract;

import io.fencedep.core.contract.Contract.RoleMatch;
import io.fencedep.core.contract.Rule.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles that every contract knows, with the classes that play them under the names that kernels print. */
public final class Roles {
    public static final String RESERVATION = "reservation";
    public static final String MMAP_LOCK = "mmap_lock";
    public static final String RECLAIM = "reclaim";
    public static final String MMU_NOTIFIER = "mmu_notifier";
    public static final String DMA_FENCE = "dma_fence";
    public static final String PAGE_TABLE = "page-table";
    public static final String CLASS_INITIALISATION = "class-initialisation";

    private static final Map<String, List<RoleMatch>> KNOWN = known();

    private Roles() {}

    /** Every known role with its classes. */
    public static Map<String, List<RoleMatch>> all() {
        return KNOWN;
    }

    /** The classes of a known role; empty for any other. */
    static List<RoleMatch> of(String role) {
        return KNOWN.getOrDefault(role, List.of());
    }

    private static Map<String, List<RoleMatch>> known() {
        Map<String, List<RoleMatch>> roles = new LinkedHashMap<>();
        roles.put(
                MMAP_LOCK,
                List.of(
                        named("mmap_lock", MMAP_LOCK),
                        named("mmap_lock/*", MMAP_LOCK),
                        named("&mm->mmap_lock*", MMAP_LOCK),
                        named("&mm->mmap_sem*", MMAP_LOCK)));
        roles.put(RESERVATION, List.of(named("reservation_ww_class_mutex*", RESERVATION)));
        roles.put(
                RECLAIM,
                List.of(
                        named("reclaim", RECLAIM),
                        named("fs_reclaim", RECLAIM),
                        kind(TargetKind.RECLAIM, "", RECLAIM)));
        roles.put(
                MMU_NOTIFIER,
                List.of(
                        named("mmu_notifier", MMU_NOTIFIER),
                        named("mmu_notifier_invalidate_range_start", MMU_NOTIFIER),
                        kind(TargetKind.NOTIFIER, "*mmu_notifier*", MMU_NOTIFIER)));
        roles.put(
                DMA_FENCE, List.of(named("dma_fence_map", DMA_FENCE), kind(TargetKind.FENCE, "dma_fence*", DMA_FENCE)));
        roles.put(PAGE_TABLE, List.of(named("*page_table_lock*", PAGE_TABLE)));
        roles.put(CLASS_INITIALISATION, List.of(named("class-init:*", CLASS_INITIALISATION)));
        return Collections.unmodifiableMap(roles);
    }

    private static RoleMatch named(String match, String role) {
        return new RoleMatch(new Target("", Set.of(), match), role);
    }

    private static RoleMatch kind(TargetKind kind, String match, String role) {
        return new RoleMatch(new Target("", Set.of(kind), match), role);
    }
}
