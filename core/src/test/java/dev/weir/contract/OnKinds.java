package dev.weir.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test that is run once for each {@link Kind} of executor that has all the traits it needs. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(KindsWithTraits.class)
@interface OnKinds {

    /** What the test needs; nothing, for a test that holds for every kind. */
    Trait[] value() default {};
}
