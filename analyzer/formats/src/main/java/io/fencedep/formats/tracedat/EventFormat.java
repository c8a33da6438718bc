package io.fencedep.formats.tracedat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel says of one of its events ({@code events/SYSTEM/EVENT/format}).
 *
 * <pre>
 * name: lock_release
 * ID: 116
 * format:
 *      field:unsigned short common_type;	offset:0;	size:2;	signed:0;
 *
 *      field:__data_loc char[] name;	offset:8;	size:4;	signed:0;
 *      field:void * lockdep_addr;	offset:16;	size:8;	signed:0;
 *
 * print fmt: "%p %s", REC-&gt;lockdep_addr, __get_str(name)
 * </pre>
 */
record EventFormat(String name, int id, Map<String, Field> fields, String print) {
    private static final Pattern NAME = Pattern.compile("(?m)^name: *(\\S{1,256})");
    private static final Pattern ID = Pattern.compile("(?m)^ID: *(\\d{1,9})");
    private static final Pattern FIELD =
            Pattern.compile("(?m)^\\s*field(?: special)?:([^;\\n]{1,1024});\\s*offset:(\\d{1,9});"
                    + "\\s*size:(\\d{1,9});(?:\\s*signed:(\\d))?");
    private static final Pattern DECLARED = Pattern.compile("(.*?)(\\w+)\\s*(\\[[^\\]]*\\])?\\s*(?::\\s*\\d+)?");
    private static final String PRINT = "print fmt:";

    /** What this text says, or null when it is none. */
    static @Nullable EventFormat parse(String text) {
        Matcher name = NAME.matcher(text);
        Matcher id = ID.matcher(text);
        if (!name.find() || !id.find()) {
            return null;
        }
        int print = text.indexOf(PRINT);
        Map<String, Field> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(print < 0 ? text : text.substring(0, print));
        while (field.find()) {
            Field made = field(field);
            if (made != null) {
                fields.put(made.name(), made);
            }
        }
        String format = print < 0 ? "" : text.substring(print + PRINT.length()).strip();
        return new EventFormat(name.group(1), Integer.parseInt(id.group(1)), fields, format);
    }

    /** The field with this name, or null when there is none. */
    @Nullable
    Field field(String name) {
        return fields.get(name);
    }

    private static @Nullable Field field(Matcher matcher) {
        String declared = matcher.group(1).strip();
        Matcher parts = DECLARED.matcher(declared);
        if (!parts.matches()) {
            return null;
        }
        String type = parts.group(1).strip();
        String brackets = parts.group(3);
        int offset = Integer.parseInt(matcher.group(2));
        int size = Integer.parseInt(matcher.group(3));
        Field.Kind kind = kind(type, brackets != null);
        boolean isText = kind != Field.Kind.NUMBER && type.contains("char");
        int element = kind == Field.Kind.ARRAY && brackets != null ? element(brackets, size, type) : sizeOf(type);
        boolean signed = "1".equals(matcher.group(4));
        return new Field(parts.group(2), kind, offset, size, element, signed, isText);
    }

    private static Field.Kind kind(String type, boolean hasBrackets) {
        if (type.startsWith("__data_loc")) {
            return Field.Kind.DYNAMIC;
        }
        if (type.startsWith("__rel_loc")) {
            return Field.Kind.RELATIVE;
        }
        return hasBrackets ? Field.Kind.ARRAY : Field.Kind.NUMBER;
    }

    private static int element(String brackets, int size, String type) {
        String digits = brackets.substring(1, brackets.length() - 1).strip();
        if (digits.matches("\\d{1,6}") && Integer.parseInt(digits) > 0 && size > 0) {
            return Math.max(1, size / Integer.parseInt(digits));
        }
        return sizeOf(type);
    }

    /** How long an element of such an array is; 0 when it is as long as the kernel's {@code long}. */
    private static int sizeOf(String type) {
        List<String> words = new ArrayList<>(List.of(type.split("[^\\w]+")));
        if (words.contains("char") || words.contains("u8") || words.contains("s8") || words.contains("__u8")) {
            return 1;
        }
        if (words.contains("short") || words.contains("u16") || words.contains("s16") || words.contains("__u16")) {
            return 2;
        }
        if (type.contains("long long") || type.contains("64")) {
            return 8;
        }
        if (type.contains("*") || words.contains("long")) {
            return 0;
        }
        return 4;
    }
}
