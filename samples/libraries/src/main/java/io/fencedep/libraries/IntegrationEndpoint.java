package io.fencedep.libraries;

import org.springframework.integration.endpoint.AbstractEndpoint;

/** An endpoint with methods that are synchronized is started; another thread asks it whether it runs. */
public final class IntegrationEndpoint extends AbstractEndpoint {
    private int asked;

    @Override
    protected synchronized void doStart() {
        asked = 0;
    }

    @Override
    protected synchronized void doStop() {}

    private synchronized void ask() {
        if (isRunning()) {
            asked++;
        }
    }

    public static void main(String[] arguments) throws Exception {
        IntegrationEndpoint endpoint = new IntegrationEndpoint();
        Turns.take(endpoint::start, endpoint::ask);
    }
}
