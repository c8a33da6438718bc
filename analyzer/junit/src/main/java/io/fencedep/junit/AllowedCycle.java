package io.fencedep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Accepts deadlocks that a test is known to show, and says why.
 *
 * <p>Without ids it accepts whatever the test shows by itself, and what the test does is not combined with what other tests
 * do. With ids it accepts these findings only, wherever they turn up.
 *
 * <p>On a class it is meant for each of its tests, those of nested classes included. When nothing that the tests showed needs
 * it, a line on standard error at the end of the run says so; ids are judged by {@code fencedep:check} where that runs,
 * which knows what all JVMs showed.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(AllowedCycle.All.class)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AllowedCycle {
    /** Why this is no trouble; must not be blank. */
    String reason();

    /** The findings that are meant, by the id in their report; empty for all. */
    String[] ids() default {};

    /** Several of them. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface All {
        /** All of them. */
        AllowedCycle[] value();
    }
}
