package dev.weir.stress.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutants are read as they are written down, and one that does not fit the sources is found out. */
class MutantFileTest {

    private static final String HEAD = "# 7 Capacity\n\n== off-by-one\nfile: Gate.java\nbreaks: The bound.\n";

    @TempDir
    Path core;

    private Path files;

    @BeforeEach
    void sources() throws IOException {
        Path main = Files.createDirectories(core.resolve("src/main/java/dev/weir"));
        Path test = Files.createDirectories(core.resolve("src/test/java/dev/weir"));
        files = Files.createDirectories(core.resolve("mutants"));
        Files.writeString(main.resolve("Gate.java"), "class Gate {\n    if (a) {\n        b;\n    }\n    b;\n}\n");
        Files.writeString(test.resolve("GateTest.java"), "class GateTest {\n    @Test\n    void holds() {}\n}\n");
    }

    private List<Mutant> read(String text) throws IOException {
        Files.writeString(files.resolve("07.txt"), text);
        return MutantFile.readAll(files);
    }

    @Test
    void mutantHasWhatItsBlockSays() throws IOException {
        Mutant mutant = read(HEAD + "tests: GateTest#holds, GateTest\n  if (a) {\n- b;\n+ c;\n+ d;\n")
                .get(0);

        assertThat(mutant.name()).isEqualTo("off-by-one");
        assertThat(mutant.invariant()).isEqualTo("7 Capacity");
        assertThat(mutant.tests()).containsExactly("GateTest#holds", "GateTest");
        assertThat(mutant.faults(core)).isEmpty();
        assertThat(mutant.mutated(core).stream().map(String::strip))
                .containsExactly("class Gate {", "if (a) {", "c;", "d;", "}", "b;", "}");
    }

    @Test
    void twoPlacesAreBothChanged() throws IOException {
        Mutant mutant = read(HEAD + "tests: GateTest\n- if (a) {\n+ if (!a) {\n@@\n  }\n- b;\n")
                .get(0);

        assertThat(mutant.mutated(core).stream().map(String::strip))
                .containsExactly("class Gate {", "if (!a) {", "b;", "}", "}");
    }

    @Test
    void placeThatIsNotThereOrThereTwiceIsAFault() throws IOException {
        assertThat(read(HEAD + "tests: GateTest\n- gone;\n").get(0).faults(core))
                .containsExactly("off-by-one: stands in 0 places of Gate.java instead of one: gone;");
        assertThat(read(HEAD + "tests: GateTest\n- b;\n").get(0).faults(core))
                .containsExactly("off-by-one: stands in 2 places of Gate.java instead of one: b;");
    }

    @Test
    void testOrFileThatIsNotThereIsAFault() throws IOException {
        assertThat(read(HEAD + "tests: GoneTest, GateTest#gone\n- if (a) {\n")
                        .get(0)
                        .faults(core))
                .containsExactly("off-by-one: there is no test GoneTest", "off-by-one: there is no test GateTest#gone");
        assertThat(read(HEAD.replace("Gate.java", "Gone.java") + "tests: GateTest\n- b;\n")
                        .get(0)
                        .faults(core))
                .containsExactly("off-by-one: there is no Gone.java");
    }

    @Test
    void blockThatLacksSomethingIsRefused() {
        assertThatThrownBy(() -> read(HEAD + "tests: GateTest\n")).hasMessageContaining("off-by-one needs");
        assertThatThrownBy(() -> read(HEAD + "- b;\n")).hasMessageContaining("off-by-one needs");
        assertThatThrownBy(() -> read(HEAD + "tests: GateTest\n+ c;\n")).hasMessageContaining("not where");
        assertThatThrownBy(() -> read("== off-by-one\n")).hasMessageContaining("its invariant");
        assertThatThrownBy(() -> read(HEAD + "what: is this\n")).hasMessageContaining("what: is this");
    }

    @Test
    void nameIsGivenOnce() {
        String block = HEAD + "tests: GateTest\n- b;\n";
        String again = block.substring(block.indexOf("== "));

        assertThatThrownBy(() -> read(block + again)).hasMessage("two mutants are called off-by-one");
    }
}
