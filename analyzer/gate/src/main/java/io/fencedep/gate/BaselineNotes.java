package io.fencedep.gate;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What people wrote into a baseline: comments above an entry belong to it and go with it, comments above an empty line
 * belong to the whole file.
 */
final class BaselineNotes {
    private static final String REMARK = "  # ";

    private final Map<String, List<String>> above = new HashMap<>();
    private final Map<String, String> beside = new HashMap<>();
    private final List<String> head = new ArrayList<>();
    private List<String> pending = new ArrayList<>();

    /** Takes the next comment or empty line. */
    void above(String line) {
        if (!line.isEmpty()) {
            pending.add(line);
        } else {
            head.addAll(pending);
            pending = new ArrayList<>();
        }
    }

    /** Takes the next entry. */
    void beside(String id, String about) {
        if (!pending.isEmpty()) {
            above.computeIfAbsent(id, ignored -> new ArrayList<>()).addAll(pending);
            pending = new ArrayList<>();
        }
        int at = about.indexOf(REMARK.strip() + " ");
        if (at == 0 || at > 0 && about.charAt(at - 1) == ' ') {
            beside.put(id, about.substring(at + 1).strip());
        }
    }

    /** Writes what belongs to the whole file. */
    void writeHead(Writer out) throws IOException {
        if (!head.isEmpty()) {
            for (String line : head) {
                out.write(line + "\n");
            }
            out.write("\n");
        }
    }

    /** Writes an entry with what belongs to it. */
    void write(String id, String about, Writer out) throws IOException {
        for (String line : above.getOrDefault(id, List.of())) {
            out.write(line + "\n");
        }
        String remark = beside.get(id);
        out.write((id + "  " + about).stripTrailing() + (remark == null ? "" : REMARK + remark) + "\n");
    }

    /** Writes what stood behind the last entry. */
    void writeEnd(Writer out) throws IOException {
        for (String line : pending) {
            out.write(line + "\n");
        }
    }
}
