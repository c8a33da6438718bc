package io.fencedep.formats.ftrace;

import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Names;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a lock's name gives away, for names that the kernel's sources settle. The stock text has no more than the name:
 * which readers are recursive, which locks lockdep never checks, what is no lock at all is knowledge from here.
 */
final class LockNames {
    /** Recorded, but never checked: {@code rcu_read_lock} and what else is taken with check 0 or a key that says so. */
    static final int UNCHECKED = 1 << 1;
    /** Its readers wait for no queued writer. */
    static final int RECURSIVE = 1 << 2;
    /** Its readers sleep, and queue behind a writer: a reader-writer semaphore or what is annotated like one. */
    static final int SLEEPING_READER = 1 << 3;

    static final int RCU = 1 << 4;
    static final int RCU_SCHED = 1 << 5;
    static final int SEQUENCE = 1 << 6;
    /** An annotation: nothing blocks on it. */
    static final int MAP = 1 << 7;
    /** The annotation of a work item. */
    static final int WORK = 1 << 8;
    /** The annotation of a workqueue. */
    static final int QUEUE = 1 << 9;
    /** The annotation of memory reclaim. */
    static final int RECLAIM = 1 << 10;

    /** The kernel takes two of it at once under an annotation (a subclass, a nest lock) that the text does not tell. */
    static final int NESTS = 1 << 11;

    /** Acquiring or releasing one of these is not just that. */
    static final int SPECIAL = WORK | QUEUE | RECLAIM;

    private static final String QUEUE_PREFIX = "(wq_completion)";
    private static final String WORK_PREFIX = "(work_completion)";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][\\w.\\[\\]]*");
    private static final int KNOWN = 1;
    /** How readers of sleeping locks are named where no flags tell: reader-writer semaphores, and annotations like them. */
    private static final String[] SLEEPING_READERS = {
        "rwsem",
        "_sem",
        "mmap_lock",
        "vm_lock",
        "sb_writers",
        "sb_pagefaults",
        "sb_internal",
        "cpu_hotplug_lock",
        "i_mutex",
        "s_umount",
        "invalidate_lock",
        "exec_update_lock",
        "q_usage_counter",
        "kn->active",
        "jbd2_handle"
    };

    /**
     * Where the kernel itself says that two of a class belong together: spin_lock_nested and its like; and where it has a
     * class of this name for each type of file system, and one file system lies on another.
     */
    private static final Set<String> NESTING = Set.of(
            "&type->i_mutex_dir_key", // parent and child; an overlay and what is below it
            "&sb->s_type->i_mutex_key",
            "sb_writers", // an overlay or a loop device, and what is below it
            "sb_pagefaults",
            "sb_internal",
            "&type->s_umount_key",
            "&ei->i_data_sem", // the second of two files, a file's and its quota's
            "&base->lock", // timers: the base of another CPU under the own one
            "&rq->__lock", // the scheduler's run queues, by address
            "&mm->mmap_lock", // fork: the child's under the parent's
            "ptlock_ptr(ptdesc)", // fork and mremap: two page tables
            "ptlock_ptr(page)",
            "&dentry->d_lock", // parent and child
            "&anon_vma->rwsem", // under the root's
            "&mapping->i_mmap_rwsem",
            "&p->alloc_lock",
            "&sighand->siglock",
            "&ctx->mutex", // performance events: group and sibling
            "&pipe->mutex", // splice and tee
            "&u->lock", // unix sockets: both ends
            "&ep->mtx", // nested epoll
            "slock-AF_INET",
            "sk_lock-AF_INET");

    private final Names names;
    private int[] traits = new int[1024];
    private int[] queues = {};

    LockNames(Names names) {
        this.names = names;
    }

    /** What is known of the lock with this name. */
    int of(int name) {
        int known = name < traits.length ? traits[name] : 0;
        return known != 0 ? known : learn(name);
    }

    /** Something more is known of the lock with this name. */
    void add(int name, int trait) {
        int before = of(name);
        traits[name] = before | trait;
    }

    /** The name of the queue that this name of an annotation is about. */
    int queue(int name) {
        if (name >= queues.length) {
            queues = Arrays.copyOf(queues, Math.max(name + 1, queues.length * 2));
        }
        if (queues[name] == Names.NONE) {
            queues[name] = names.intern(names.text(name).substring(QUEUE_PREFIX.length()));
        }
        return queues[name];
    }

    /** What such a lock is made of, where that is certain. */
    static LockKind kind(int traits) {
        if ((traits & RCU) != 0) {
            return LockKind.RCU;
        }
        if ((traits & SEQUENCE) != 0) {
            return LockKind.SEQ;
        }
        return (traits & MAP) != 0 ? LockKind.MAP : LockKind.UNKNOWN;
    }

    /** Whether it may be the annotation of a work item: one that was declared static is named like its variable. */
    boolean mayBeWork(int name) {
        return (of(name) & WORK) != 0 || VARIABLE.matcher(names.text(name)).matches();
    }

    private int learn(int name) {
        if (name >= traits.length) {
            traits = Arrays.copyOf(traits, Math.max(name + 1, traits.length * 2));
        }
        traits[name] = KNOWN | classify(names.text(name));
        return traits[name];
    }

    private static int classify(String name) {
        if (name.startsWith(QUEUE_PREFIX)) {
            return QUEUE | MAP;
        }
        if (name.startsWith(WORK_PREFIX) || name.startsWith("(") && name.endsWith(").work")) {
            return WORK | MAP;
        }
        if (name.startsWith("rcu_read_lock")) {
            return classifyRcu(name);
        }
        if (name.endsWith("seqcount")) {
            return SEQUENCE | RECURSIVE;
        }
        if (name.contains("srcu")) {
            return name.equals("console_srcu") ? RECURSIVE | UNCHECKED : RECURSIVE;
        }
        return classifyWhole(name);
    }

    private static int classifyWhole(String name) {
        if (name.startsWith("cpuhp_state") || name.endsWith("-wait-type-override")) {
            return MAP;
        }
        if (NESTING.contains(name)) {
            return NESTS | (isSleepingReader(name) ? SLEEPING_READER : 0);
        }
        return switch (name) {
            case "fs_reclaim" -> RECLAIM | MAP;
            case "mmu_notifier_invalidate_range_start" -> MAP;
            case "dma_fence_map" -> MAP | RECURSIVE;
            case "rcu_callback" -> MAP | RECURSIVE | UNCHECKED;
            case "drm_connector_list_iter" -> MAP | RECURSIVE;
            // Devices nest in ways that classes cannot say: the kernel tells lockdep to leave them alone.
            case "&dev->mutex" -> UNCHECKED;
            default -> isSleepingReader(name) ? SLEEPING_READER : 0;
        };
    }

    private static int classifyRcu(String name) {
        int all = RECURSIVE | UNCHECKED;
        return switch (name) {
            case "rcu_read_lock", "rcu_read_lock_bh" -> RCU | all;
            case "rcu_read_lock_sched" -> RCU | RCU_SCHED | all;
            default -> MAP | all; // rcu_read_lock_trace: its readers may sleep
        };
    }

    private static boolean isSleepingReader(String name) {
        for (String part : SLEEPING_READERS) {
            if (name.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
