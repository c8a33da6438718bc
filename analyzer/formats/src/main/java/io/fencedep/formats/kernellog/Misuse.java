package io.fencedep.formats.kernellog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a lock was misused, that something slept where it must not, or that somebody hangs: no dependency follows
 * from them, but whoever looks for a deadlock wants to know.
 *
 * <pre>
 * WARNING: bad unlock balance detected!                  WARNING: held lock freed!
 * insmod/54 is trying to release lock (M) at:            insmod/54 is freeing memory ff00-ff10, with a lock still held there!
 * lk_d+0x8e/0xb0 [lkbug]                                  ffff888000c103f0 (M){+.+.}-{3:3}, at: lk_d+0x8e/0xb0 [lkbug]
 * but there are no more locks to release!
 * </pre>
 */
final class Misuse {
    /** What is reported, in the words of the kernel, up to what differs from one report to the next. */
    private static final Pattern HEADING = Pattern.compile("(?:WARNING: |\\[ BUG: |(?:watchdog: )?BUG: |INFO: )(?:"
            + "(?<plain>bad unlock balance detected|bad contention detected|held lock freed"
            + "|lock held when returning to user space|lock held at task exit time|Nested lock was not taken"
            + "|circular locking deadlock detected|workqueue leaked (?:atomic, lock or RCU|lock or atomic)"
            + "|sleeping function called from invalid context|scheduling while atomic|soft lockup"
            + "|(?:raw )?(?:spin|rw)lock (?:recursion|cpu recursion|bad magic|wrong owner|wrong CPU|already unlocked"
            + "|trylock failure on UP|lockup suspected|lockup))"
            + "|.{1,60}/\\d+ (?<held>still has locks held)"
            + "|task .{1,60} (?<hung>blocked for more than \\d+ seconds))\\b.*");

    private static final Pattern DOES = Pattern.compile(
            ".{1,60}/\\d+ is (?:trying to (?:release|contend) lock|freeing memory|leaving the kernel|exiting with)\\b.*");
    private static final Pattern PLACE =
            Pattern.compile("(?:\\[<[0-9a-fA-F]+>\\] )?([\\w.]+\\+0x[0-9a-f]+/0x[0-9a-f]+(?: \\[\\w+\\])?)");

    private Misuse() {}

    /** What a report is about that begins with this line, or null when none does. */
    static @Nullable String of(String text) {
        Matcher heading = HEADING.matcher(text);
        if (!heading.matches()) {
            return null;
        }
        if (heading.group("hung") != null) {
            return "task blocked for long";
        }
        return heading.group("plain") != null ? heading.group("plain") : heading.group("held");
    }

    /** The report in one line: its heading, who did what where, and which locks were held. */
    static String describe(Splat splat) {
        StringBuilder text = new StringBuilder(splat.heading()
                .replaceFirst("^(?:WARNING|(?:watchdog: )?BUG|INFO): |^\\[ (?:BUG|INFO): ", "")
                .replaceFirst("[!.]?(?: \\])?$", ""));
        List<String> held = new ArrayList<>();
        for (int i = 0; i < splat.lines().size(); i++) {
            String line = splat.lines().get(i).text().strip();
            if (DOES.matcher(line).matches()) {
                text.append(": ").append(line.replaceFirst("!$", ""));
                Matcher place = PLACE.matcher(
                        i + 1 < splat.lines().size()
                                ? splat.lines().get(i + 1).text().strip()
                                : "");
                text.append(place.matches() ? " " + place.group(1) : "");
            }
            Splat.Lock lock = Splat.lockOf(line);
            if (lock != null) {
                held.add(lock.name() + (lock.at().isEmpty() ? "" : " at " + lock.at()));
            }
        }
        return held.isEmpty() ? text.toString() : text + "; held: " + String.join(", ", held);
    }
}
