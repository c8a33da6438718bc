package io.fencedep.libraries;

import org.jooq.impl.DSL;

/** A value is made of a class whose parent makes one itself. */
public final class JooqFields {
    private JooqFields() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> DSL.val(1), () -> DSL.field("name"));
    }
}
