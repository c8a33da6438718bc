package io.fencedep.libraries;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;

/** Two threads begin with a strategy and with the class that makes one of each kind. */
public final class JacksonNames {
    private JacksonNames() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategy.SNAKE_CASE),
                () -> new PropertyNamingStrategy.SnakeCaseStrategy().translate("aName"));
    }
}
