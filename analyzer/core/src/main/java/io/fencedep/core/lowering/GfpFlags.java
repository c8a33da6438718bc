package io.fencedep.core.lowering;

import java.util.Map;

/**
 * What an allocation with the kernel's flags may wait for. Flags are read as the kernel writes them, joined by {@code |}
 * and taken away by {@code & ~}; the values of the combined ones are those of {@code include/linux/gfp_types.h}.
 */
final class GfpFlags {
    /** May enter reclaim by itself. */
    static final int DIRECT_RECLAIM = 1;
    /** May start input and output. */
    static final int IO = 2;
    /** May enter the file system. */
    static final int FS = 4;
    /** Not to be looked at. */
    static final int NOLOCKDEP = 8;
    /** None of the words is known. */
    static final int UNKNOWN = 16;

    private static final int KERNEL = DIRECT_RECLAIM | IO | FS;

    private static final Map<String, Integer> WORDS = Map.ofEntries(
            Map.entry("GFP_KERNEL", KERNEL),
            Map.entry("GFP_KERNEL_ACCOUNT", KERNEL),
            Map.entry("GFP_USER", KERNEL),
            Map.entry("GFP_HIGHUSER", KERNEL),
            Map.entry("GFP_HIGHUSER_MOVABLE", KERNEL),
            Map.entry("GFP_TRANSHUGE", KERNEL),
            Map.entry("GFP_TRANSHUGE_LIGHT", IO | FS),
            Map.entry("GFP_NOFS", DIRECT_RECLAIM | IO),
            Map.entry("GFP_NOIO", DIRECT_RECLAIM),
            Map.entry("GFP_NOWAIT", 0),
            Map.entry("GFP_ATOMIC", 0),
            Map.entry("GFP_DMA", 0),
            Map.entry("GFP_DMA32", 0),
            Map.entry("__GFP_RECLAIM", DIRECT_RECLAIM),
            Map.entry("__GFP_DIRECT_RECLAIM", DIRECT_RECLAIM),
            Map.entry("__GFP_KSWAPD_RECLAIM", 0),
            Map.entry("__GFP_IO", IO),
            Map.entry("__GFP_FS", FS),
            Map.entry("__GFP_NOLOCKDEP", NOLOCKDEP),
            Map.entry("blocking", KERNEL),
            Map.entry("nonblocking", 0));

    private GfpFlags() {}

    /** The bits that these flags set. */
    static int parse(String flags) {
        int bits = 0;
        boolean known = false;
        for (String part : flags.split("(?=[|&+])")) {
            boolean removed = part.contains("~");
            String word = part.replaceAll("[|&+~()\\s]", "");
            Integer value = WORDS.get(word);
            if (value != null) {
                known = true;
                bits = removed ? bits & ~value : bits | value;
            } else if (word.startsWith("__GFP_") || word.startsWith("GFP_")) {
                known = true;
            }
        }
        return known ? bits : UNKNOWN;
    }
}
