package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Recording.Lack;
import java.util.EnumSet;
import java.util.Set;

/** What the beginning of an input tells of the rest. */
final class Head {
    private static final byte[] STOCK = Bytes.of("lock_acquire: ");
    private static final byte[] MMAP_LOCK = Bytes.of("mmap_lock_acquire_returned: ");
    private static final byte[] PROBED = Bytes.of("acq:");
    /** Lines that are looked at to recognise the format. */
    private static final int LINES = 50;

    private Head() {}

    /** Whether these are the first lines of an ftrace text: a header, or lines about events. */
    static boolean matches(byte[] head) {
        TextLine line = new TextLine();
        GraphLine graph = new GraphLine();
        int from = 0;
        for (int i = 0; i < LINES && from < head.length; i++) {
            int end = from;
            while (end < head.length && head[end] != '\n') {
                end++;
            }
            int to = end > from && head[end - 1] == '\r' ? end - 1 : end;
            if (OtherLines.isHeader(head, from, to) || line.parse(head, from, to - from, i)) {
                return true;
            }
            GraphLine.Sort sort = graph.parse(head, from, to - from, i);
            if (sort == GraphLine.Sort.EVENT || sort == GraphLine.Sort.FUNCTION) {
                return true;
            }
            boolean between = OtherLines.isSilent(head, from, to) || OtherLines.isLoss(head, from, to);
            if (!between && sort != GraphLine.Sort.RULER) {
                return false;
            }
            from = end + 1;
        }
        return false;
    }

    /** What the recording cannot tell: nothing is missing where locks were recorded with their arguments. */
    static Set<Lack> lacks(byte[] head) {
        int probed = probed(head);
        int stock = Bytes.find(head, 0, head.length, STOCK);
        boolean complete = probed >= 0 && (stock < 0 || probed < stock);
        if (complete) {
            return Set.of();
        }
        boolean tries = stock >= 0 || Bytes.find(head, 0, head.length, MMAP_LOCK) < 0;
        return tries ? EnumSet.complementOf(EnumSet.of(Lack.TRY)) : EnumSet.allOf(Lack.class);
    }

    /** Where the first lock with arguments stands, or -1: the name, alone or behind its group, and blanks before a place. */
    private static int probed(byte[] head) {
        int at = Bytes.find(head, 1, head.length, PROBED);
        while (at > 0) {
            int place = at + PROBED.length;
            while (place < head.length && head[place] == ' ') {
                place++;
            }
            boolean whole = head[at - 1] == ' ' || head[at - 1] == ':';
            if (whole && place < head.length && head[place] == '(') {
                return at;
            }
            at = Bytes.find(head, place, head.length, PROBED);
        }
        return -1;
    }
}
