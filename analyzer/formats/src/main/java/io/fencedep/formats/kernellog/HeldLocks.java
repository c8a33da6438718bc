package io.fencedep.formats.kernellog;

import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel that hangs says of its tasks: which of them are blocked, by whom, and the locks that each one holds, the
 * last of which it may wait for still.
 *
 * <pre>
 * INFO: task cat:114 blocked for more than 120 seconds.
 * task:cat             state:D stack:13432 pid:114   tgid:114   ppid:106
 * Call Trace:
 *  __mutex_lock+0x97/0xcf0
 *  read_b+0x2c/0x50
 * INFO: task cat:114 is blocked on a mutex likely owned by task dd:115.
 * INFO: task cat:114 &lt;reader&gt; blocked on an rw-semaphore likely owned by task dd:115 &lt;writer&gt;
 *
 * Showing all locks held in the system:
 * 2 locks held by cat/114:
 *  #0: ffff888000c103f0 (&a->lock){+.+.}-{3:3}, at: read_a+0x2c/0x50
 *  #1: ffff888000c10400 (&b->lock){+.+.}-{3:3}, at: read_b+0x2c/0x50
 * </pre>
 *
 * <p>A table tells neither whether a lock is held for reading nor whether the last one was got. A class that was never taken
 * for reading, as its usage says, is held for writing. Another one is so where somebody who is known to be blocked waits for
 * it, and else is a reader's. The last lock of a task is waited for when another task has it further up, or is known to
 * block this one.
 */
final class HeldLocks {
    private static final Pattern TABLE = Pattern.compile("Showing all locks held in the system:");
    private static final Pattern TABLE_END = Pattern.compile("={20,60}");
    private static final Pattern HOLDER = Pattern.compile("(\\d{1,4}) locks? held by (.{1,60})/(\\d{1,10}):?(?: .*)?");
    private static final Pattern ITEM = Pattern.compile("#(\\d{1,3}):(.*)");
    private static final Pattern LOCK = Pattern.compile(
            "#\\d+: *([0-9a-fA-F]{8,16})? *\\( *(.*?) *\\) *\\{([.+\\-?]{4,8})\\}(?:-\\{(\\d{1,9}):(\\d{1,9})\\})?(?:, at: ?(.*))?");
    private static final Pattern HUNG = Pattern.compile(
            "INFO: task (.{1,60}?):(\\d{1,10})(?:\\(\\w{1,16}\\))? blocked for more than \\d+ seconds\\b.*");
    private static final Pattern BLOCKED = Pattern.compile(
            "INFO: task (.{1,60}?):(\\d{1,10})(?:\\(\\w{1,16}\\))?(?: <(reader|writer)>)? (?:is )?blocked on an? "
                    + "(mutex|semaphore|rw-semaphore)(?:,? likely| likely)? owned by task (.{1,60}?):(\\d{1,10})"
                    + "(?:\\(\\w{1,16}\\))?(?: <(reader|writer)>)?\\.?");
    private static final Pattern TASK = Pattern.compile("task:(.{1,60}?) +state:\\S.*? pid: ?(\\d{1,10})\\b.*");
    private static final Pattern FRAME = Pattern.compile(
            "(?:\\[<[0-9a-f]+>\\] )?(?<guess>\\? )?(?<symbol>[\\w.]+\\+0x[0-9a-f]+/0x[0-9a-f]+(?: \\[\\w+\\])?).*");
    /** Functions that wait for a lock on behalf of whoever called them. */
    private static final Pattern INSIDE = Pattern.compile(
            "(?:__)?(?:schedule|switch_to|mutex_lock|ww_mutex_lock|rt_mutex|rwsem_|down|down_|percpu_down|rwbase_|preempt_schedule"
                    + "|io_schedule|context_switch|rwlock_)\\w*(?:\\.\\w+)*\\+.*");
    /** Names of what is no lock, but a section in which no grace period ends. */
    private static final String RCU = "rcu_";

    private static final int MAX_TASKS = 65_536;
    private static final int MAX_PARTS = 12;
    /** The kernel itself prints ten at most, unless it is asked. */
    private static final int MAX_TABLES = 64;

    /** Something that a task holds, or waits for. */
    record Item(int index, Splat.Lock lock, String usage, long number) {
        /** Whether no lock of its class was ever taken for reading. */
        boolean excludes() {
            return usage.length() == 4 && usage.charAt(1) == '.' && usage.charAt(3) == '.' && !usage.equals("....");
        }
    }

    /** Who is blocked by whom. */
    private record Blocker(String owner, String kind, boolean reader, boolean ownerReads, long number) {}

    private final ReadStats stats;
    private final HeldLockEvents events;

    /** The locks of each task, in the tables before the present one. */
    private final List<Map<String, List<Item>>> earlier = new ArrayList<>();

    /** The locks of each task in the present table. */
    private Map<String, List<Item>> table = new LinkedHashMap<>();

    private final Set<String> hung = new HashSet<>();
    private final Map<String, Blocker> blockers = new LinkedHashMap<>();
    /** Where each task waits: the first function of its stack that is none of the lock's own. */
    private final Map<String, String> waits = new LinkedHashMap<>();

    private boolean inTable;
    private String holder = "";
    private StringBuilder pending = new StringBuilder();
    private int parts;
    private long pendingNumber;
    private String stackOf = "";

    HeldLocks(TraceContext context, ReadStats stats) {
        this.stats = stats;
        this.events = new HeldLockEvents(context, stats);
    }

    /** Whether a table begins with this line. */
    static boolean begins(String text) {
        return TABLE.matcher(text.strip()).matches();
    }

    /** Looks at a line; whether it belongs to a table of locks, and to nothing else. */
    boolean take(String line, long number) {
        String text = line.strip();
        if (inTable) {
            return inTable(text, number);
        }
        if (TABLE.matcher(text).matches()) {
            keepTable();
            inTable = true;
            holder = "";
            return true;
        }
        if (text.startsWith("INFO: task ")) {
            blocked(text, number);
        } else if (text.startsWith("task:")) {
            Matcher task = TASK.matcher(text);
            stackOf = task.matches() ? task.group(1).strip() + "-" + task.group(2) : "";
        } else if (!stackOf.isEmpty()) {
            frame(text);
        }
        return false;
    }

    /** Whether anything is to be told. */
    boolean isEmpty() {
        flushItem();
        return table.isEmpty() && earlier.isEmpty() && blockers.isEmpty();
    }

    /**
     * Says what the last table and the reports show.
     *
     * @param known put behind the names of tasks, where the same log tells of them in another way too
     */
    void finish(String known) {
        events.putBehindTasks(known);
        flushItem();
        Map<String, List<Item>> latest = table;
        for (Map<String, List<Item>> before : earlier) {
            table = before;
            tellTable(true);
        }
        table = latest;
        tellTable(false);
    }

    private void keepTable() {
        flushItem();
        if (!table.isEmpty() && earlier.size() < MAX_TABLES) {
            earlier.add(table);
            table = new LinkedHashMap<>();
        }
    }

    private void blocked(String text, long number) {
        Matcher task = HUNG.matcher(text);
        if (task.matches() && hung.size() < MAX_TASKS) {
            hung.add(task.group(1) + "-" + task.group(2));
            return;
        }
        Matcher by = BLOCKED.matcher(text);
        if (by.matches() && blockers.size() < MAX_TASKS) {
            String name = by.group(1) + "-" + by.group(2);
            hung.add(name);
            boolean reads = "reader".equals(by.group(3));
            boolean owned = "reader".equals(by.group(7));
            blockers.put(name, new Blocker(by.group(5) + "-" + by.group(6), by.group(4), reads, owned, number));
        }
    }

    private void frame(String text) {
        Matcher frame = FRAME.matcher(text);
        if (frame.matches()) {
            String symbol = frame.group("symbol");
            if (frame.group("guess") == null && !INSIDE.matcher(symbol).matches()) {
                if (waits.size() < MAX_TASKS) {
                    waits.put(stackOf, symbol);
                }
                stackOf = "";
            }
        } else if (text.startsWith("</TASK>")) {
            stackOf = "";
        }
    }

    private boolean inTable(String text, long number) {
        Matcher task = HOLDER.matcher(text);
        if (task.matches()) {
            flushItem();
            holder = task.group(2) + "-" + task.group(3);
            if (table.size() < MAX_TASKS) {
                table.computeIfAbsent(holder, unknown -> new ArrayList<>());
            }
            return true;
        }
        if (TABLE_END.matcher(text).matches() || Splat.Kind.of(text) != null) {
            flushItem();
            inTable = false;
            return !text.startsWith("INFO") && !text.contains("BUG") && !text.contains("WARNING");
        }
        Matcher item = ITEM.matcher(text);
        if (item.matches()) {
            flushItem();
            pending.append(text);
            parts = 1;
            pendingNumber = number;
            return true;
        }
        if (parts > 0 && parts < MAX_PARTS && !text.isEmpty()) {
            parts++;
            pending.append(text.startsWith("(") || pending.toString().endsWith("at:") ? " " : "")
                    .append(text);
            return true;
        }
        if (text.isEmpty()) {
            flushItem();
        }
        return text.isEmpty();
    }

    private void flushItem() {
        if (parts == 0) {
            return;
        }
        String text = pending.toString();
        pending = new StringBuilder();
        parts = 0;
        Matcher lock = LOCK.matcher(text);
        List<Item> items = table.get(holder);
        if (!lock.matches() || items == null) {
            stats.warn(pendingNumber, "a lock that cannot be made out in the kernel's list of held locks");
            return;
        }
        String at = lock.group(6) == null
                ? ""
                : lock.group(6).replaceFirst(".*, at: ?", "").replaceFirst("^(\\S+(?: \\[(?!inline)\\w+\\])?).*", "$1");
        int index = (int) Long.parseLong(text.substring(1, text.indexOf(':')));
        String address = lock.group(1) == null ? "" : lock.group(1);
        Item made = new Item(index, new Splat.Lock(address, lock.group(2), 0, 0, at), lock.group(3), pendingNumber);
        if (!items.isEmpty() && items.get(items.size() - 1).index == index) {
            items.set(items.size() - 1, made); // the same lock once more, for a function that is inlined
        } else {
            items.add(made);
        }
    }

    /** Says who held and waited for what in this table, and, unless it is the last one, that it is over. */
    private void tellTable(boolean over) {
        flushItem();
        table.values().forEach(items -> items.removeIf(item -> item.lock.name().startsWith(RCU)));
        Map<String, Item> wanted = wanted();
        Set<String> contended = new LinkedHashSet<>();
        wanted.values().forEach(item -> contended.add(item.lock.address()));
        List<Runnable> releases = new ArrayList<>();
        table.forEach((task, items) -> {
            for (Item item : items) {
                if (!item.equals(wanted.get(task))) {
                    take(task, item, contended, true);
                    releases.add(0, () -> events.release(task, item));
                }
            }
        });
        Map<String, String> unlisted = over ? Map.of() : ownUnlisted(wanted);
        wanted.forEach((task, item) -> take(task, item, contended, false));
        waitUnlisted(unlisted);
        if (over) {
            wanted.forEach(events::release);
            releases.forEach(Runnable::run);
        }
    }

    /** What tasks wait for: the last lock of each, if another one holds it. */
    private Map<String, Item> wanted() {
        Map<String, Set<String>> owners = new LinkedHashMap<>();
        table.forEach((task, items) -> {
            for (int i = 0; i < items.size() - 1; i++) {
                owners.computeIfAbsent(items.get(i).lock.address(), unknown -> new HashSet<>())
                        .add(task);
            }
        });
        blockers.forEach((task, blocker) -> {
            Item item = last(task);
            if (item != null && table.containsKey(blocker.owner)) {
                owners.computeIfAbsent(item.lock.address(), unknown -> new HashSet<>())
                        .add(blocker.owner);
            }
        });
        Map<String, Item> wanted = new LinkedHashMap<>();
        for (String task : table.keySet()) {
            Item item = last(task);
            if (item == null || item.lock.address().isEmpty()) {
                continue;
            }
            boolean held =
                    owners.getOrDefault(item.lock.address(), Set.of()).stream().anyMatch(by -> !by.equals(task));
            if (held && (item.excludes() || hung.contains(task))) {
                wanted.put(task, item);
            }
        }
        return wanted;
    }

    private @Nullable Item last(String task) {
        List<Item> items = table.getOrDefault(task, List.of());
        return items.isEmpty() ? null : items.get(items.size() - 1);
    }

    /** Where no table tells which lock it is that another task owns, it is known by where the blocked one waits. */
    private Map<String, String> ownUnlisted(Map<String, Item> wanted) {
        Map<String, String> locks = new LinkedHashMap<>();
        blockers.forEach((task, blocker) -> {
            if (wanted.containsKey(task)) {
                return;
            }
            String at = waits.getOrDefault(task, "");
            String name = blocker.kind + " taken in " + (at.isEmpty() ? task.replaceFirst("-\\d+$", "") : function(at));
            boolean known = locks.containsValue(blocker.owner + " " + name);
            locks.put(task, blocker.owner + " " + name);
            if (!known) {
                String instance = blocker.owner + " " + name;
                events.owns(blocker.owner, blocker.number, instance, name, blocker.kind, blocker.ownerReads);
            }
        });
        return locks;
    }

    private void waitUnlisted(Map<String, String> locks) {
        locks.forEach((task, instance) -> {
            Blocker blocker = blockers.get(task);
            if (blocker != null) {
                String name = instance.substring(blocker.owner.length() + 1);
                String at = waits.getOrDefault(task, "");
                events.waits(task, blocker.number, instance, name, blocker.kind, blocker.reader, at);
            }
        });
    }

    private static String function(String symbol) {
        return symbol.replaceFirst("\\+0x.*", "");
    }

    /** Who waits for a lock, or is waited for, does not share it. */
    private void take(String task, Item item, Set<String> contended, boolean got) {
        events.take(task, item, item.excludes() || contended.contains(item.lock.address()), got);
    }
}
