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

    @Test
    void whoWaitsIsToldToBeBackAlthoughWhatIsDoneIsForgottenMeanwhile() {
        LockClass many = LockClasses.byName("many@io.fencedep.agent.boot.InstancesTest");
        for (int i = 0; i < 5_000; i++) {
            Instances.of(new Object(), many, thread.key());
        }
        CompletableFuture<?> future = new CompletableFuture<>();
        Instance known = Instances.of(future, many, thread.key());
        Inbox.take();

        assertThat(Fences.begin(thread, known, many, 0, Timeouts.NONE)).isTrue();
        Instances.isOver(thread, known);
        Fences.waitEnds(future);

        assertThat(Inbox.take())
                .extracting(each -> each.kind)
                .containsExactly(Message.Kind.FENCE_WAIT, Message.Kind.FENCE_WAITED);
    }

    private boolean isKnownAfterIsOver(Object future) {
        Instances.isOver(thread, Instances.of(future, lockClass, thread.key()));
        return Instances.known(future, thread.key()) != null;
    }
}
