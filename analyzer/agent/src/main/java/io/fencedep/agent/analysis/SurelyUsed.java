package io.fencedep.agent.analysis;

import io.fencedep.agent.analysis.CodeOutline.Called;
import io.fencedep.agent.analysis.CodeOutline.Code;
import io.fencedep.agent.analysis.CodeOutline.Used;
import io.fencedep.agent.boot.ClassUses;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which classes an initialiser uses whichever way it goes, also in methods of other classes that it calls: code that is
 * never jumped over, in methods that are known for what they are. What may be overridden is not followed, nor is the JDK.
 */
final class SurelyUsed {
    private static final int MAX_METHODS = 200;
    private static final int MAX_KNOWN = 5_000;

    private final ClassFiles files;
    /** By classes: what their initialisers use. */
    private final Map<String, Set<String>> known = new HashMap<>();

    SurelyUsed(ClassFiles files) {
        this.files = files;
    }

    /** Whether the initialiser of one class always uses the other one. */
    boolean uses(String initialised, String other) {
        if (known.size() > MAX_KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent(slashes(initialised), this::usedBy).contains(slashes(other));
    }

    private static String slashes(String type) {
        return type.replace('.', '/');
    }

    private Set<String> usedBy(String initialised) {
        Set<String> used = new HashSet<>();
        Set<String> seen = new HashSet<>();
        ArrayDeque<Code> open = new ArrayDeque<>();
        follow(initialised, "<clinit>()V", seen, open);
        for (Code code = open.poll(); code != null; code = open.poll()) {
            for (Used each : code.surelyUsed()) {
                String owner = declaring(each);
                if (owner != null) {
                    used.add(owner);
                }
            }
            for (Called each : code.surelyCalled()) {
                if (each.exact() || isFixed(each)) {
                    follow(each.owner(), each.method() + each.descriptor(), seen, open);
                }
            }
        }
        return used;
    }

    private void follow(String type, String method, Set<String> seen, ArrayDeque<Code> open) {
        String owner = ownerOf(type, method);
        CodeOutline outline = owner == null ? null : files.of(owner);
        Code code = outline == null ? null : outline.methods.get(method);
        if (code != null && seen.size() < MAX_METHODS && seen.add(owner + '.' + method)) {
            open.add(code);
        }
    }

    /** Whether nothing overrides it, as far as classes were loaded. */
    private boolean isFixed(Called call) {
        CodeOutline outline = isOfJdk(call.owner()) ? null : files.of(call.owner());
        Code code = outline == null ? null : outline.methods.get(call.method() + call.descriptor());
        return code != null && (code.fixed || !ClassUses.ALL.hasChildren(call.owner()));
    }

    /** The class that is used, though it may be named by one that extends it; null when it is not known. */
    private @Nullable String declaring(Used use) {
        return use.member().isEmpty() ? use.owner() : ownerOf(use.owner(), use.member());
    }

    /** The class in which that is, or above it; null when it is not known. */
    private @Nullable String ownerOf(String type, String member) {
        String each = type;
        while (each != null && !isOfJdk(each)) {
            CodeOutline outline = files.of(each);
            if (outline == null || outline.methods.containsKey(member) || outline.fields.contains(member)) {
                return outline == null ? null : each;
            }
            each = outline.parents.isEmpty() ? null : outline.parents.get(0);
        }
        return null;
    }

    private static boolean isOfJdk(String type) {
        return type.startsWith("[") || type.startsWith("java/") || type.startsWith("javax/") || type.startsWith("jdk/");
    }
}
