package io.fencedep.libraries;

import com.squareup.javapoet.ClassName;
import com.squareup.javapoet.TypeName;

/** One thread begins with a subclass, the other with its parent. */
public final class PoetNames {
    private PoetNames() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> ClassName.get(Object.class), () -> TypeName.get(Object.class));
    }
}
