package io.fencedep.formats.tracedat;

import io.fencedep.formats.tracedat.Expression.Literal;
import java.util.ArrayList;
import java.util.List;

/** Writes an event's payload as the kernel would, by the print format that came with it. */
final class PrintFormat {
    private static final String PROBE = "__probe_";
    private static final String PROBED_FUNCTION = "__probe_func";
    private static final String RETURN = "__probe_ret_ip";
    private static final int MAX_WIDTH = 1 << 10;

    /**
     * A part of the output.
     *
     * @param before what stands before it as it is
     * @param conversion which letter stands behind the percent sign, or 0 for none
     * @param pointer what follows a {@code p}
     */
    private record Part(
            String before,
            char conversion,
            char pointer,
            boolean left,
            boolean zeros,
            boolean prefix,
            int width,
            int precision,
            int size,
            Expression argument) {
        Part of(Expression other) {
            return new Part(before, conversion, pointer, left, zeros, prefix, width, precision, size, other);
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private final Symbols symbols;
    private final int longSize;
    private final Text piece = new Text();

    PrintFormat(EventFormat format, Symbols symbols, int longSize) {
        this.symbols = symbols;
        this.longSize = longSize;
        Tokens tokens = new Tokens(format.print());
        ExpressionParser arguments = new ExpressionParser(tokens, format, symbols, longSize);
        StringBuilder text = new StringBuilder();
        while (tokens.peek().startsWith("\"")) {
            text.append(tokens.next().substring(1));
        }
        cut(text.toString(), tokens, arguments);
        returnFirst();
    }

    /** The format of a probe on a return has the function first, while the kernel prints first where it returns to. */
    private void returnFirst() {
        if (parts.size() > 1
                && field(parts.get(0)).equals(PROBED_FUNCTION)
                && field(parts.get(1)).equals(RETURN)) {
            Part function = parts.get(0);
            parts.set(0, function.of(parts.get(1).argument));
            parts.set(1, parts.get(1).of(function.argument));
        }
    }

    private static String field(Part part) {
        return part.argument instanceof Expression.Value value ? value.field().name() : "";
    }

    /** Writes what this event says. */
    void print(RawEvent event, Text out) {
        for (Part part : parts) {
            out.add(part.before);
            if (part.conversion != 0) {
                piece.clear();
                convert(part, event);
                pad(part, out);
            }
        }
    }

    private void cut(String text, Tokens tokens, ExpressionParser arguments) {
        StringBuilder before = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '%') {
                before.append(next);
            } else if (at < text.length() && text.charAt(at) == '%') {
                before.append('%');
                at++;
            } else {
                at = conversion(text, at, before, tokens, arguments);
                before.setLength(0);
            }
        }
        parts.add(part(before, (char) 0, (char) 0, "", 0, -1, 0, new Expression.Unknown()));
    }

    /** Takes the conversion whose percent sign stands before this place; where it ends. */
    private int conversion(String text, int from, StringBuilder before, Tokens tokens, ExpressionParser arguments) {
        int at = from;
        while (at < text.length() && "-+ #0".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String flags = text.substring(from, at);
        int width = 0;
        int precision = -1;
        if (at < text.length() && text.charAt(at) == '*') {
            argument(tokens, arguments);
            at++;
        }
        for (; at < text.length() && Character.isDigit(text.charAt(at)); at++) {
            width = Math.min(MAX_WIDTH, width * 10 + text.charAt(at) - '0');
        }
        if (at < text.length() && text.charAt(at) == '.') {
            precision = 0;
            for (at++; at < text.length() && "0123456789*".indexOf(text.charAt(at)) >= 0; at++) {
                if (text.charAt(at) == '*') {
                    argument(tokens, arguments);
                    precision = MAX_WIDTH;
                } else {
                    precision = Math.min(MAX_WIDTH, precision * 10 + text.charAt(at) - '0');
                }
            }
        }
        int sizeFrom = at;
        while (at < text.length() && "lhzjtLq".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        int size = size(text.substring(sizeFrom, at));
        char letter = at < text.length() ? text.charAt(at++) : '?';
        char pointer = 0;
        if (letter == 'p' && at < text.length() && Character.isLetter(text.charAt(at))) {
            pointer = text.charAt(at);
            while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
        }
        parts.add(part(before, letter, pointer, flags, width, precision, size, argument(tokens, arguments)));
        return at;
    }

    /** How many bytes of a number these letters mean. */
    private int size(String letters) {
        return switch (letters) {
            case "" -> 4;
            case "h" -> 2;
            case "hh" -> 1;
            case "l", "z", "t" -> longSize;
            default -> 8;
        };
    }

    private static Part part(
            StringBuilder before,
            char letter,
            char pointer,
            String flags,
            int width,
            int precision,
            int size,
            Expression argument) {
        return new Part(
                before.toString(),
                letter,
                pointer,
                flags.contains("-"),
                flags.contains("0"),
                flags.contains("#"),
                width,
                precision,
                size,
                argument);
    }

    private static Expression argument(Tokens tokens, ExpressionParser arguments) {
        if (!tokens.skip(",")) {
            return new Literal("");
        }
        Expression argument = arguments.parse();
        int open = 0;
        while (!tokens.peek().isEmpty() && (open > 0 || !tokens.peek().equals(","))) {
            String lost = tokens.next();
            open += lost.equals("(") || lost.equals("{") ? 1 : lost.equals(")") || lost.equals("}") ? -1 : 0;
            argument = new Expression.Unknown();
        }
        return argument;
    }

    private void convert(Part part, RawEvent event) {
        switch (part.conversion) {
            case 's' -> part.argument.text(event, piece, part.precision < 0 ? Integer.MAX_VALUE : part.precision);
            case 'd', 'i' -> piece.decimal(cut(part.argument.number(event), part.size, true), true);
            case 'u' -> piece.decimal(cut(part.argument.number(event), part.size, false), false);
            case 'x', 'X' -> hex(part, event);
            case 'c' -> piece.add((char) (part.argument.number(event) & 0x7f));
            case 'p' -> pointer(part, part.argument.number(event));
            default -> piece.add('?');
        }
    }

    /** Probes print where they are as a bare number, which the kernel replaces by a symbol when it prints. */
    private void hex(Part part, RawEvent event) {
        long number = part.argument.number(event);
        String field = field(part);
        if (field.startsWith(PROBE)) {
            symbols.print(number, !field.equals(PROBED_FUNCTION), piece);
        } else {
            piece.add(part.prefix ? "0x" : "").hex(cut(number, part.size, false));
        }
    }

    private void pointer(Part part, long address) {
        switch (part.pointer) {
            case 'S', 'F', 'B' -> symbols.print(address, true, piece);
            case 's', 'f' -> symbols.print(address, false, piece);
            default -> piece.add("0x").hex(cut(address, longSize, false));
        }
    }

    private static long cut(long number, int size, boolean signed) {
        int unused = Long.SIZE - 8 * Math.max(1, size);
        return signed ? number << unused >> unused : number << unused >>> unused;
    }

    private void pad(Part part, Text out) {
        int missing = part.width - piece.length;
        boolean isNumber = "dixXu".indexOf(part.conversion) >= 0;
        if (missing > 0 && !part.left) {
            out.fill(part.zeros && isNumber ? '0' : ' ', missing);
        }
        out.add(piece.bytes, 0, piece.length);
        if (missing > 0 && part.left) {
            out.fill(' ', missing);
        }
    }
}
