package io.fencedep.libraries;

import com.netflix.config.ConfigurationManager;
import com.netflix.config.DynamicPropertyFactory;

/** Properties are asked for first by their factory and by the configuration itself. */
public final class ArchaiusStart {
    private ArchaiusStart() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(DynamicPropertyFactory::getInstance, ConfigurationManager::getConfigInstance);
    }
}
