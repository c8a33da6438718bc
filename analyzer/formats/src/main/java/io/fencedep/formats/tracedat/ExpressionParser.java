package io.fencedep.formats.tracedat;

import io.fencedep.formats.tracedat.Expression.Binary;
import io.fencedep.formats.tracedat.Expression.Cast;
import io.fencedep.formats.tracedat.Expression.Choice;
import io.fencedep.formats.tracedat.Expression.Constant;
import io.fencedep.formats.tracedat.Expression.Element;
import io.fencedep.formats.tracedat.Expression.Literal;
import io.fencedep.formats.tracedat.Expression.Named;
import io.fencedep.formats.tracedat.Expression.Size;
import io.fencedep.formats.tracedat.Expression.Unary;
import io.fencedep.formats.tracedat.Expression.Unknown;
import io.fencedep.formats.tracedat.Expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes expressions of the C of print formats; what it does not know becomes {@link Unknown}, never an error. */
final class ExpressionParser {
    private static final int MAX_DEPTH = 100;
    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("|"),
            List.of("^"),
            List.of("&"),
            List.of("==", "!="),
            List.of("<", ">", "<=", ">="),
            List.of("<<", ">>"),
            List.of("+", "-"),
            List.of("*", "/", "%"));
    private static final Set<String> TYPES = Set.of(
            "void",
            "unsigned",
            "signed",
            "char",
            "short",
            "int",
            "long",
            "const",
            "volatile",
            "struct",
            "enum",
            "union",
            "u8",
            "u16",
            "u32",
            "u64",
            "s8",
            "s16",
            "s32",
            "s64",
            "__u8",
            "__u16",
            "__u32",
            "__u64",
            "__s8",
            "__s16",
            "__s32",
            "__s64",
            "bool",
            "_Bool");
    private static final Unknown UNKNOWN = new Unknown();

    private final Tokens tokens;
    private final EventFormat format;
    private final Symbols symbols;
    private final int longSize;
    private int depth;

    ExpressionParser(Tokens tokens, EventFormat format, Symbols symbols, int longSize) {
        this.tokens = tokens;
        this.format = format;
        this.symbols = symbols;
        this.longSize = longSize;
    }

    /** The next expression. Stops before a comma, or where it is lost. */
    Expression parse() {
        if (++depth > MAX_DEPTH) {
            depth--;
            return UNKNOWN;
        }
        Expression condition = binary(0);
        if (tokens.skip("?")) {
            Expression yes = parse();
            if (!tokens.skip(":")) {
                depth--;
                return UNKNOWN;
            }
            condition = new Choice(condition, yes, parse());
        }
        depth--;
        return condition;
    }

    private Expression binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = binary(level + 1);
        int count = 0;
        while (LEVELS.get(level).contains(tokens.peek()) && count++ < MAX_DEPTH) {
            String operator = tokens.next();
            left = new Binary(operator, left, binary(level + 1));
        }
        return left;
    }

    private Expression unary() {
        String next = tokens.peek();
        if (++depth > MAX_DEPTH) {
            depth--;
            return UNKNOWN;
        }
        Expression result;
        if (next.equals("-") || next.equals("~") || next.equals("!") || next.equals("*") || next.equals("&")) {
            tokens.next();
            Expression operand = unary();
            boolean pointer = next.equals("*") || next.equals("&");
            result = pointer ? operand : new Unary(next.charAt(0), operand);
        } else if (next.equals("(") && isType(1)) {
            result = cast();
        } else {
            result = postfix();
        }
        depth--;
        return result;
    }

    private boolean isType(int ahead) {
        String word = tokens.peek(ahead);
        return TYPES.contains(word) || word.endsWith("_t");
    }

    private Expression cast() {
        tokens.next();
        StringBuilder type = new StringBuilder();
        while (!tokens.peek().equals(")") && !tokens.peek().isEmpty()) {
            type.append(tokens.next()).append(' ');
        }
        tokens.next();
        Expression operand = unary();
        return switch (type.toString().strip()) {
            case "u8", "__u8", "unsigned char" -> new Cast(1, false, operand);
            case "s8", "__s8", "char", "signed char" -> new Cast(1, true, operand);
            case "u16", "__u16", "unsigned short" -> new Cast(2, false, operand);
            case "s16", "__s16", "short" -> new Cast(2, true, operand);
            case "u32", "__u32", "unsigned int", "unsigned" -> new Cast(4, false, operand);
            case "s32", "__s32", "int" -> new Cast(4, true, operand);
            default -> operand;
        };
    }

    private Expression postfix() {
        String word = tokens.next();
        if (word.equals("(")) {
            Expression inner = word("REC") ? record() : parse();
            if (!tokens.skip(")")) {
                return UNKNOWN;
            }
            return inner instanceof Unknown && tokens.peek().equals("->") ? field() : indexed(inner);
        }
        if (word.equals("REC")) {
            return field();
        }
        if (word.startsWith("\"")) {
            return literal(word);
        }
        if (word.startsWith("'")) {
            return new Constant(word.length() > 1 ? word.charAt(1) : 0);
        }
        if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
            return constant(word);
        }
        if (tokens.peek().equals("(")) {
            return call(word);
        }
        long address = symbols.address(word);
        return address != 0 ? new Constant(address) : UNKNOWN;
    }

    /** The record by itself, in brackets, or a field of it. */
    private Expression record() {
        if (tokens.peek(1).equals(")")) {
            tokens.next();
            return UNKNOWN;
        }
        return parse();
    }

    private boolean word(String word) {
        return tokens.peek().equals(word);
    }

    private Expression field() {
        if (!tokens.skip("->")) {
            return UNKNOWN;
        }
        Field field = format.field(tokens.next());
        if (field == null) {
            return UNKNOWN;
        }
        return indexed(new Value(field));
    }

    /** An element of the array, if one is named next. */
    private Expression indexed(Expression array) {
        if (array instanceof Value whole && tokens.skip("[")) {
            Expression index = parse();
            return tokens.skip("]") ? element(whole.field(), index) : UNKNOWN;
        }
        return array;
    }

    private Element element(Field field, Expression index) {
        return new Element(field, field.element() == 0 ? longSize : field.element(), index);
    }

    private Expression literal(String first) {
        StringBuilder text = new StringBuilder(first.substring(1));
        while (tokens.peek().startsWith("\"")) {
            text.append(tokens.next().substring(1));
        }
        return new Literal(text.toString());
    }

    private static Expression constant(String word) {
        String digits = word.replaceAll("[uUlL]+$", "");
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return new Constant(Long.parseUnsignedLong(digits.substring(2), 16));
            }
            boolean octal = digits.length() > 1 && digits.startsWith("0");
            return new Constant(Long.parseUnsignedLong(digits, octal ? 8 : 10));
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    private Expression call(String function) {
        tokens.next();
        Expression result = switch (function) {
            case "__get_str", "__get_rel_str", "__get_dynamic_array", "__get_rel_dynamic_array" -> argumentField(false);
            case "__get_dynamic_array_len", "__get_rel_dynamic_array_len" -> argumentField(true);
            case "__print_flags", "__print_flags_u64" -> named(true);
            case "__print_symbolic", "__print_symbolic_u64" -> named(false);
            case "__builtin_expect", "likely", "unlikely" -> parse();
            default -> UNKNOWN;
        };
        int open = 1;
        while (open > 0 && !tokens.peek().isEmpty()) {
            String word = tokens.next();
            open += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
        }
        return indexed(result);
    }

    private Expression argumentField(boolean size) {
        Field field = format.field(tokens.next());
        if (field == null) {
            return UNKNOWN;
        }
        return size ? new Size(field) : new Value(field);
    }

    /** {@code value, "delimiter", {key, "name"}, ...}, without the delimiter where values are not bits. */
    private Expression named(boolean isBits) {
        Expression value = parse();
        tokens.skip(",");
        @Nullable String delimiter = isBits ? tokens.next() : null;
        if (delimiter != null && delimiter.startsWith("\"")) {
            delimiter = delimiter.substring(1);
            tokens.skip(",");
        }
        List<Expression> keys = new ArrayList<>();
        List<String> names = new ArrayList<>();
        while (tokens.skip("{")) {
            Expression key = parse();
            tokens.skip(",");
            Expression name = parse();
            if (!tokens.skip("}")) {
                return UNKNOWN;
            }
            if (name instanceof Literal text) { // newer kernels end the list with an entry without one
                keys.add(key);
                names.add(text.value());
            }
            tokens.skip(",");
        }
        return new Named(value, delimiter, List.copyOf(keys), List.copyOf(names));
    }
}
