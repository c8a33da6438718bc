package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What the beginning of an input tells of the rest. */
final class Head {
    private static final byte[] STOCK = Bytes.of("lock_acquire: ");
    private static final byte[] MMAP_LOCK = Bytes.of("mmap_lock_acquire_returned: ");
    private static final byte[] PROBED = Bytes.of("acq:");
    private static final byte[] LOCK = Bytes.of(" lock=");
    private static final byte[] NAME = Bytes.of(" name=");
    private static final byte[] READ = Bytes.of(" read=");
    private static final byte[][] TELLING = {STOCK, PROBED, LOCK};
    private static final byte[] NEWLINE = Bytes.of("\n");
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

    /** The first lines, and where they tell nothing of locks, the first ones that do. */
    static byte[] of(TraceSource source) throws InputException {
        byte[] head = source.head();
        if (tells(head)) {
            return head;
        }
        byte[] further = source.linesWith(TELLING);
        byte[] all = Arrays.copyOf(head, head.length + 1 + further.length);
        all[head.length] = '\n';
        System.arraycopy(further, 0, all, head.length + 1, further.length);
        return all;
    }

    /** Whether some line tells of a lock. */
    static boolean tells(byte[] head) {
        return probed(head) >= 0 || byFields(head) >= 0 || Bytes.find(head, 0, head.length, STOCK) >= 0;
    }

    /** What the recording cannot tell: nothing is missing where locks were recorded with their arguments. */
    static Set<Lack> lacks(byte[] head) {
        int probed = probed(head);
        int byFields = byFields(head);
        probed = probed < 0 || byFields >= 0 && byFields < probed ? byFields : probed;
        int stock = Bytes.find(head, 0, head.length, STOCK);
        while (stock >= 0 && payload(head, stock + STOCK.length - 2, head.length) >= 0) {
            stock = Bytes.find(head, stock + 1, head.length, STOCK);
        }
        boolean complete = probed >= 0 && (stock < 0 || probed < stock);
        if (complete) {
            return left(head, probed);
        }
        boolean tries = stock >= 0 || Bytes.find(head, 0, head.length, MMAP_LOCK) < 0;
        return tries ? EnumSet.complementOf(EnumSet.of(Lack.TRY)) : EnumSet.allOf(Lack.class);
    }

    /** What a probe leaves out. */
    private static Set<Lack> left(byte[] head, int probed) {
        int end = Bytes.find(head, probed, head.length, NEWLINE);
        String line = Bytes.text(head, probed, end < 0 ? head.length : end);
        Set<Lack> lacks = EnumSet.noneOf(Lack.class);
        if (end < 0) {
            return lacks; // nothing is known of a line that is cut off
        }
        if (!line.contains(" subclass=") || !line.contains(" key=")) {
            lacks.add(Lack.SUBCLASS);
        }
        if (!line.contains(" trylock=")) {
            lacks.add(Lack.TRY);
        }
        if (!line.contains(" check=")) {
            lacks.add(Lack.CHECK);
        }
        if (!line.contains(" nest=") && !line.contains(" nest_lock=") && !line.contains(" next_lock=")) {
            lacks.add(Lack.NEST);
        }
        return lacks;
    }

    /** Where the payload of the first probe is that tells of a lock, of its name and of who reads; or -1. */
    private static int byFields(byte[] head) {
        int at = Bytes.find(head, 0, head.length, LOCK);
        while (at >= 0) {
            int start = Bytes.findLast(head, 0, at, '\n') + 1;
            int end = Bytes.find(head, at, head.length, NEWLINE);
            int to = end < 0 ? head.length : end;
            int open = payload(head, start, to);
            if (open >= 0 && Bytes.find(head, open, to, NAME) >= 0 && Bytes.find(head, open, to, READ) >= 0) {
                return open;
            }
            at = Bytes.find(head, to, head.length, LOCK);
        }
        return -1;
    }

    /** Where the payload begins that the first bracket behind a colon opens, as in lines of probes; or -1. */
    private static int payload(byte[] head, int from, int end) {
        for (int at = from; at < end && head[at] != '\n'; at++) {
            int next = at + 1;
            while (head[at] == ':' && next < end && head[next] == ' ') {
                next++;
            }
            if (head[at] == ':' && next > at + 1 && next < end && head[next] == '(') {
                return next;
            }
        }
        return -1;
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
