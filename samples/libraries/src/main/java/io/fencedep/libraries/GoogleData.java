package io.fencedep.libraries;

import com.google.api.client.util.Data;

/** Classes of data ask for the null object of others while they are initialised, as generated ones do. */
public final class GoogleData {
    private GoogleData() {}

    /** One that is asked for by itself. */
    public static final class Order {
        static {
            Data.nullOf(Item.class);
        }
    }

    /** One that others have in a list. */
    public static final class Item {
        static {
            Data.nullOf(Price.class);
        }
    }

    /** One that asks for none. */
    public static final class Price {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(Order::new, Item::new);
    }
}
