package io.fencedep.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InstancesTest {
    private final ThreadState thread = Threads.current();
    private final LockClass lockClass = LockClasses.byName("future@io.fencedep.agent.boot.InstancesTest");

    @Test
    void whatIsDoneIsForgottenAtOnceOnlyWhereThereAreVeryManyOfIts() {
        CompletableFuture<?> first = new CompletableFuture<>();
        assertThat(isKnownAfterIsOver(first)).isTrue();

        for (int i = 0; i < 5_000; i++) {
            Instances.of(new Object(), lockClass, thread.key());
        }

        assertThat(isKnownAfterIsOver(new CompletableFuture<>())).isFalse();
        assertThat(Instances.known(first, thread.key())).isNotNull();
    }

    private boolean isKnownAfterIsOver(Object future) {
        Instances.isOver(thread, Instances.of(future, lockClass, thread.key()));
        return Instances.known(future, thread.key()) != null;
    }
}
