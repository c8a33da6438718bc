package io.fencedep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransformerTest {
    /** As a class that another agent has loaded and that needs one which is not there: the JVM then changes none of those it is given. */
    @Test
    void aClassThatTheJvmCannotLinkKeepsNoOtherOneFromItsHooks() {
        List<Class<?>> changed = new ArrayList<>();
        Instrumentation jvm = (Instrumentation) Proxy.newProxyInstance(
                TransformerTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> {
                    List<Class<?>> given = Arrays.asList((Class<?>[]) arguments[0]);
                    if (given.contains(Byte.class)) {
                        throw new InternalError("class redefinition failed: invalid class");
                    }
                    changed.addAll(given);
                    return null;
                });
        List<String> problems = new ArrayList<>();
        List<Class<?>> all = List.of(Integer.class, Long.class, Byte.class, String.class, Short.class);
        Transformer.hooksInto(jvm, all, problems::add);
        assertThat(changed).containsExactly(Integer.class, Long.class, String.class, Short.class);
        assertThat(problems)
                .containsExactly("java.lang.Byte is left alone: java.lang.InternalError: class redefinition failed:"
                        + " invalid class");
    }
}
