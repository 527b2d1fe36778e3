package dev.weir.contract;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Gives a test the kinds it is run for. Not thread-safe: JUnit makes one for each test. */
final class KindsWithTraits implements ArgumentsProvider, AnnotationConsumer<OnKinds> {

    private List<Trait> needed = List.of();

    @Override
    public void accept(OnKinds annotation) {
        needed = List.of(annotation.value());
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return Arrays.stream(Kind.values())
                .filter(Kind::isAvailable)
                .filter(kind -> needed.stream().allMatch(kind::has))
                .map(Arguments::of);
    }
}
