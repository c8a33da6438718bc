package io.fencedep.libraries;

import com.rabbitmq.client.impl.ConnectionParams;
import com.rabbitmq.client.impl.recovery.AutorecoveringConnection;
import com.rabbitmq.client.impl.recovery.RecordedQueue;
import java.util.List;

/** A queue is declared again after its connection was lost, with a new name; another one is left out of that. */
public final class RabbitTopology {
    private RabbitTopology() {}

    public static void main(String[] arguments) throws Exception {
        AutorecoveringConnection connection = new AutorecoveringConnection(new ConnectionParams(), null, List.of());
        RecordedQueue queue = new RecordedQueue(null, "new") {
            @Override
            public void recover() {}
        };
        Turns.take(
                () -> connection.recoverQueue("old", queue, false),
                () -> connection.excludeQueueFromRecovery("new", true));
    }
}
