package dev.weir.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** What users see of a type (parents, fields, constructors, methods, type arguments) names no internal type. */
final class NamesNoInternalType extends ArchCondition<JavaClass> {

    private final DescribedPredicate<JavaClass> internal;

    NamesNoInternalType(DescribedPredicate<JavaClass> internal) {
        super("name no internal type");
        this.internal = internal;
    }

    static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        type.getSuperclass().ifPresent(named -> check(named, type.getName(), type, events));
        type.getInterfaces().forEach(named -> check(named, type.getName(), type, events));
        type.getTypeParameters().forEach(named -> check(named, type.getName(), type, events));
        for (JavaField field : type.getFields()) {
            if (isVisible(field.getModifiers())) {
                check(field.getType(), field.getFullName(), type, events);
            }
        }
        for (JavaCodeUnit unit : type.getCodeUnits()) {
            if (isVisible(unit.getModifiers())) {
                String where = unit.getFullName();
                check(unit.getReturnType(), where, type, events);
                unit.getParameterTypes().forEach(named -> check(named, where, type, events));
                unit.getTypeParameters().forEach(named -> check(named, where, type, events));
                unit.getExceptionTypes().forEach(named -> check(named, where, type, events));
            }
        }
    }

    private void check(JavaType named, String where, JavaClass type, ConditionEvents events) {
        for (JavaClass part : named.getAllInvolvedRawTypes()) {
            if (internal.test(part.getBaseComponentType())) {
                events.add(SimpleConditionEvent.violated(type, where + " names " + part.getName()));
            }
        }
    }
}
