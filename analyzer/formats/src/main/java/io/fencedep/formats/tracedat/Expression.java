package io.fencedep.formats.tracedat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An argument of a print format: a number made of an event's fields, or a text. */
sealed interface Expression {
    /** Its value as a number; 0 for what is none. */
    long number(RawEvent event);

    /** Writes it as text, at most so many bytes; a number is written as one. */
    default void text(RawEvent event, Text out, int limit) {
        out.decimal(number(event), true);
    }

    /** A number. */
    record Constant(long value) implements Expression {
        @Override
        public long number(RawEvent event) {
            return value;
        }
    }

    /** A text. */
    record Literal(String value) implements Expression {
        @Override
        public long number(RawEvent event) {
            return 0;
        }

        @Override
        public void text(RawEvent event, Text out, int limit) {
            out.add(value.length() <= limit ? value : value.substring(0, limit));
        }
    }

    /** What this program cannot work out. */
    record Unknown() implements Expression {
        @Override
        public long number(RawEvent event) {
            return 0;
        }

        @Override
        public void text(RawEvent event, Text out, int limit) {
            out.add('?');
        }
    }

    /** A field. */
    record Value(Field field) implements Expression {
        @Override
        public long number(RawEvent event) {
            return field.kind() == Field.Kind.NUMBER ? event.number(field) : event.start(field);
        }

        @Override
        public void text(RawEvent event, Text out, int limit) {
            if (field.kind() == Field.Kind.NUMBER) {
                out.decimal(event.number(field), field.signed());
            } else {
                event.text(field, out, limit);
            }
        }
    }

    /** How long a dynamic array is, in bytes. */
    record Size(Field field) implements Expression {
        @Override
        public long number(RawEvent event) {
            return event.size(field);
        }
    }

    /** An element of an array. */
    record Element(Field field, int size, Expression index) implements Expression {
        @Override
        public long number(RawEvent event) {
            long at = index.number(event);
            if (at < 0 || at > 0xffff) {
                return 0;
            }
            return event.number(event.start(field) + (int) at * size, size, field.signed());
        }
    }

    /** An operator before its operand. */
    record Unary(char operator, Expression operand) implements Expression {
        @Override
        public long number(RawEvent event) {
            long value = operand.number(event);
            return switch (operator) {
                case '-' -> -value;
                case '~' -> ~value;
                case '!' -> value == 0 ? 1 : 0;
                default -> value;
            };
        }
    }

    /** A cast to a number of so many bytes. */
    record Cast(int size, boolean signed, Expression operand) implements Expression {
        @Override
        public long number(RawEvent event) {
            int unused = Long.SIZE - 8 * size;
            long value = operand.number(event) << unused;
            return signed ? value >> unused : value >>> unused;
        }
    }

    /** An operator between its operands. */
    record Binary(String operator, Expression left, Expression right) implements Expression {
        @Override
        public long number(RawEvent event) {
            long a = left.number(event);
            long b = right.number(event);
            return switch (operator) {
                case "+" -> a + b;
                case "-" -> a - b;
                case "*" -> a * b;
                case "/" -> b == 0 ? 0 : a / b;
                case "%" -> b == 0 ? 0 : a % b;
                case "<<" -> a << b;
                case ">>" -> a >> b;
                case "&" -> a & b;
                case "|" -> a | b;
                case "^" -> a ^ b;
                default -> compare(a, b) ? 1 : 0;
            };
        }

        private boolean compare(long a, long b) {
            return switch (operator) {
                case "&&" -> a != 0 && b != 0;
                case "||" -> a != 0 || b != 0;
                case "==" -> a == b;
                case "!=" -> a != b;
                case "<" -> a < b;
                case ">" -> a > b;
                case "<=" -> a <= b;
                case ">=" -> a >= b;
                default -> false;
            };
        }
    }

    /** {@code condition ? yes : no}. */
    record Choice(Expression condition, Expression yes, Expression no) implements Expression {
        @Override
        public long number(RawEvent event) {
            return (condition.number(event) != 0 ? yes : no).number(event);
        }

        @Override
        public void text(RawEvent event, Text out, int limit) {
            (condition.number(event) != 0 ? yes : no).text(event, out, limit);
        }
    }

    /** A name for a value, or for each of its bits. */
    record Named(Expression value, @Nullable String delimiter, List<Expression> keys, List<String> names)
            implements Expression {
        @Override
        public long number(RawEvent event) {
            return value.number(event);
        }

        @Override
        public void text(RawEvent event, Text out, int limit) {
            long rest = value.number(event);
            if (delimiter == null) {
                one(event, rest, out);
                return;
            }
            boolean first = true;
            for (int i = 0; i < names.size(); i++) {
                long bits = keys.get(i).number(event);
                if (bits != 0 && (rest & bits) == bits) {
                    out.add(first ? "" : delimiter).add(names.get(i));
                    rest &= ~bits;
                    first = false;
                }
            }
            if (rest != 0) {
                out.add(first ? "" : delimiter).add("0x").hex(rest);
            }
        }

        private void one(RawEvent event, long wanted, Text out) {
            for (int i = 0; i < names.size(); i++) {
                if (keys.get(i).number(event) == wanted) {
                    out.add(names.get(i));
                    return;
                }
            }
            out.add("0x").hex(wanted);
        }
    }
}
