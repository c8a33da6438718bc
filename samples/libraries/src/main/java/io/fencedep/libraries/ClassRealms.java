package io.fencedep.libraries;

import java.net.URL;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.classworlds.realm.ClassRealm;

/** Two class loaders that import packages from each other. */
public final class ClassRealms {
    private ClassRealms() {}

    public static void main(String[] arguments) throws Exception {
        URL here = ClassRealms.class.getProtectionDomain().getCodeSource().getLocation();
        ClassWorld world = new ClassWorld();
        ClassRealm left = world.newRealm("left", null);
        ClassRealm right = world.newRealm("right", null);
        left.addURL(here);
        right.addURL(here);
        left.importFrom("right", "io.fencedep.libraries.ClassRealms$OfRight");
        right.importFrom("left", "io.fencedep.libraries.ClassRealms$OfLeft");
        Turns.take(
                () -> left.loadClass("io.fencedep.libraries.ClassRealms$OfRight"),
                () -> right.loadClass("io.fencedep.libraries.ClassRealms$OfLeft"));
    }

    /** What one of them has. */
    public static final class OfLeft {}

    /** What the other one has. */
    public static final class OfRight {}
}
