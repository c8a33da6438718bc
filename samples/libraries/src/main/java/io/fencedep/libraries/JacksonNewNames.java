package io.fencedep.libraries;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;

/** The same with the class that came to repair it. */
public final class JacksonNewNames {
    private JacksonNewNames() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE),
                () -> new PropertyNamingStrategies.SnakeCaseStrategy().translate("aName"));
    }
}
