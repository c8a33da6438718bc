package io.fencedep.libraries;

import org.joda.time.DateTimeZone;
import org.joda.time.tz.FixedDateTimeZone;

/** Two threads begin with a class and its subclass, of which the initialiser of the class makes an object. */
public final class JodaZones {
    private JodaZones() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> DateTimeZone.forID("Europe/Paris").getOffset(0L),
                () -> new FixedDateTimeZone("id", "name", 0, 0));
    }
}
