package io.fencedep.agent.instrument;

import static io.fencedep.agent.instrument.JdkAdvice.FOR;
import static io.fencedep.agent.instrument.JdkAdvice.JUC;
import static io.fencedep.agent.instrument.JdkAdvice.OBJECT;
import static io.fencedep.agent.instrument.JdkAdvice.TIMED;
import static io.fencedep.agent.instrument.JdkAdvice.bound;
import static io.fencedep.agent.instrument.JdkAdvice.call;
import static io.fencedep.agent.instrument.JdkAdvice.code;
import static io.fencedep.agent.instrument.JdkAdvice.noBound;
import static io.fencedep.agent.instrument.JdkAdvice.waits;

import org.objectweb.asm.Opcodes;

/** Completable futures: who waits for them, who completes them, and which code is on the way to that. */
final class FutureAdvice {
    private static final String STAGES = "io/fencedep/agent/boot/Stages";
    private static final String FUTURE = JUC + "CompletableFuture";
    private static final String SELF = "L" + FUTURE + ";";
    private static final String EXECUTOR = "Ljava/util/concurrent/Executor;";
    private static final String FUNCTION = "Ljava/util/function/";

    private final JdkAdvice table;

    private FutureAdvice(JdkAdvice table) {
        this.table = table;
    }

    static void addTo(JdkAdvice table) {
        FutureAdvice advice = new FutureAdvice(table);
        advice.waitsAndSignals();
        advice.asyncTask("$AsyncSupply", FUNCTION + "Supplier;");
        advice.asyncTask("$AsyncRun", "Ljava/lang/Runnable;");
        advice.stages();
    }

    private void waitsAndSignals() {
        Snippet ends = call(Call.FENCES, "waitEnds", "(" + OBJECT + ")V");
        table.put(FUTURE, "get()" + OBJECT, waits(Call.FUTURES, "waits", noBound()), ends, ends);
        table.put(FUTURE, "join()" + OBJECT, waits(Call.FUTURES, "waits", noBound()), ends, ends);
        table.put(FUTURE, "get" + TIMED + OBJECT, waits(Call.FUTURES, "waits", bound(1)), ends, ends);
        Snippet asked = code().plain(Opcodes.DUP).receiver().hook(Call.FENCES, "asked", "(Z" + OBJECT + ")V");
        table.put(FUTURE, "isDone()Z", null, asked, null);
        table.put(JUC + "FutureTask", "isDone()Z", null, asked, null);
        Snippet completes = call(Call.FUTURES, "completes", "(" + SELF + ")V");
        String[] methods = {
            "completeValue(" + OBJECT + ")Z",
            "completeNull()Z",
            "completeThrowable(Ljava/lang/Throwable;)Z",
            "completeThrowable(Ljava/lang/Throwable;" + OBJECT + ")Z",
            "completeRelay(" + OBJECT + ")Z",
            "internalComplete(" + OBJECT + ")Z"
        };
        for (String method : methods) {
            table.put(FUTURE, method, completes, null, null);
        }
        for (String late : new String[] {FUTURE + "$Timeout", FUTURE + "$DelayedCompleter"}) {
            Snippet future = code().field(late, "f", SELF);
            Snippet begins = code().push(1).then(future).hook(Call.FUTURES, "expiring", "(Z" + OBJECT + ")V");
            Snippet over = code().push(0).then(future).hook(Call.FUTURES, "expiring", "(Z" + OBJECT + ")V");
            table.put(late, "run()V", begins, over, over);
        }
        table.put(FUTURE, "orTimeout(" + FOR + SELF, expires(1), null, null);
        table.put(FUTURE, "completeOnTimeout(" + OBJECT + FOR + SELF, expires(2), null, null);
    }

    private static Snippet expires(int time) {
        return code().receiver()
                .load(Opcodes.LLOAD, time)
                .load(Opcodes.ALOAD, time + 2)
                .hook(Call.FUTURES, "expires", "(" + OBJECT + FOR + "V");
    }

    private void asyncTask(String name, String code) {
        String owner = FUTURE + name;
        table.put(owner, "<init>(" + SELF + code + ")V", null, made(1, 2), null);
        section(owner, owner, "run()V");
    }

    private void section(String owner, String declaring, String method) {
        Snippet begins = code().field(declaring, "dep", SELF).hook(Call.FUTURES, "sectionBegins", "(" + OBJECT + ")V");
        Snippet ends = code().hook(Call.FUTURES, "sectionEnds", "()V");
        table.put(owner, method, begins, ends, ends);
    }

    private void stages() {
        String[][] one = {
            {"UniApply", FUNCTION + "Function;"},
            {"UniAccept", FUNCTION + "Consumer;"},
            {"UniRun", "Ljava/lang/Runnable;"},
            {"UniWhenComplete", FUNCTION + "BiConsumer;"},
            {"UniHandle", FUNCTION + "BiFunction;"},
            {"UniExceptionally", FUNCTION + "Function;"},
            {"UniComposeExceptionally", FUNCTION + "Function;"},
            {"UniCompose", FUNCTION + "Function;"},
        };
        for (String[] stage : one) {
            stage(stage[0], EXECUTOR + SELF + SELF + stage[1], made(2, 4).then(depends(2, 3)));
        }
        String[][] both = {
            {"BiApply", FUNCTION + "BiFunction;"},
            {"BiAccept", FUNCTION + "BiConsumer;"},
            {"BiRun", "Ljava/lang/Runnable;"},
        };
        for (String[] stage : both) {
            Snippet made = made(2, 5).then(depends(2, 3)).then(depends(2, 4));
            stage(stage[0], EXECUTOR + SELF + SELF + SELF + stage[1], made);
        }
        String[][] either = {
            {"OrApply", FUNCTION + "Function;"},
            {"OrAccept", FUNCTION + "Consumer;"},
            {"OrRun", "Ljava/lang/Runnable;"},
        };
        for (String[] stage : either) {
            stage(stage[0], EXECUTOR + SELF + SELF + SELF + stage[1], made(2, 5));
        }
        stage("UniRelay", SELF + SELF, depends(1, 2));
        stage("BiRelay", SELF + SELF + SELF, relays(1, 2).then(relays(1, 3)));
        attached();
    }

    /** What runs at once since its sources are done, and what is done when many are. */
    private void attached() {
        Snippet over = code().hook(STAGES, "attached", "()V");
        String parameters = "(" + OBJECT + OBJECT + ")V";
        Snippet one = code().receiver().plain(Opcodes.ACONST_NULL).hook(STAGES, "attaches", parameters);
        String[][] stages = {
            {"uniApplyStage", "Function;"},
            {"uniAcceptStage", "Consumer;"},
            {"uniWhenCompleteStage", "BiConsumer;"},
            {"uniHandleStage", "BiFunction;"},
            {"uniExceptionallyStage", "Function;"},
            {"uniComposeExceptionallyStage", "Function;"},
            {"uniComposeStage", "Function;"},
        };
        for (String[] each : stages) {
            table.put(FUTURE, each[0] + "(" + EXECUTOR + FUNCTION + each[1] + ")" + SELF, one, over, over);
        }
        table.put(FUTURE, "uniRunStage(" + EXECUTOR + "Ljava/lang/Runnable;)" + SELF, one, over, over);
        Snippet both = code().receiver().load(Opcodes.ALOAD, 2).hook(STAGES, "attaches", parameters);
        String other = "Ljava/util/concurrent/CompletionStage;";
        String two = "(" + EXECUTOR + other;
        table.put(FUTURE, "biApplyStage" + two + FUNCTION + "BiFunction;)" + SELF, both, over, over);
        table.put(FUTURE, "biAcceptStage" + two + FUNCTION + "BiConsumer;)" + SELF, both, over, over);
        table.put(FUTURE, "biRunStage" + two + "Ljava/lang/Runnable;)" + SELF, both, over, over);
        Snippet all = code().plain(Opcodes.DUP)
                .load(Opcodes.ALOAD, 0)
                .hook(STAGES, "all", "(" + OBJECT + "[" + OBJECT + ")V");
        table.put(FUTURE, "allOf([" + SELF + ")" + SELF, null, all, null);
        Snippet byHand = call(STAGES, "completedByHand", "(" + SELF + ")V");
        table.put(FUTURE, "complete(" + OBJECT + ")Z", byHand, null, null);
        table.put(FUTURE, "completeExceptionally(Ljava/lang/Throwable;)Z", byHand, null, null);
        table.put(FUTURE, "cancel(Z)Z", byHand, null, null);
    }

    private static Snippet relays(int future, int on) {
        return code().load(Opcodes.ALOAD, future)
                .load(Opcodes.ALOAD, on)
                .hook(Call.FUTURES, "relays", "(" + OBJECT + OBJECT + ")V");
    }

    private void stage(String name, String parameters, Snippet made) {
        String owner = FUTURE + "$" + name;
        table.put(owner, "<init>(" + parameters + ")V", null, made, null);
        section(owner, FUTURE + "$UniCompletion", "tryFire(I)" + SELF);
    }

    private static Snippet made(int future, int function) {
        return code().load(Opcodes.ALOAD, future)
                .load(Opcodes.ALOAD, function)
                .receiver()
                .hook(Call.FUTURES, "made", "(" + OBJECT + OBJECT + OBJECT + ")V");
    }

    private static Snippet depends(int future, int on) {
        return code().load(Opcodes.ALOAD, future)
                .load(Opcodes.ALOAD, on)
                .hook(Call.FUTURES, "depends", "(" + OBJECT + OBJECT + ")V");
    }
}
