package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON that is written is JSON, and says what it was given. */
class JsonTextTest {

    @Test
    void structuresComeBackAsTheyWere() {
        String json = new JsonText()
                .beginObject()
                .key("list")
                .beginArray()
                .value(1L)
                .beginArray()
                .endArray()
                .value("a")
                .endArray()
                .key("object")
                .beginObject()
                .key("true")
                .value(true)
                .endObject()
                .key("none")
                .value((String) null)
                .endObject()
                .toString();
        assertThat(json).isEqualTo("{\"list\":[1,[],\"a\"],\"object\":{\"true\":true},\"none\":null}");
        assertThat(JsonReader.read(json))
                .isEqualTo(
                        Map.of("list", List.of(1.0, List.of(), "a"), "object", Map.of("true", true), "none", "null"));
    }

    @Test
    void everyCharacterComesBack() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        all.append("\u2028\u2029\ufeff\uffff\ud83d\ude00\ud83d");
        assertThat(JsonReader.read(new JsonText().value(all.toString()).toString()))
                .isEqualTo(all.toString());
    }

    @Test
    void measuredNumbersKeepFourDigits() {
        double[] numbers = {0, 1, -1, 0.5, 1234.5678, 123_456.7, 0.000_123_456, 1e14, 3.4e38, -0.1, 99.999};
        for (double number : numbers) {
            double back = (Double) JsonReader.read(new JsonText().value(number).toString());
            assertThat(Math.abs(back - number)).as("%s", number).isLessThanOrEqualTo(Math.abs(number) * 5.1e-4);
        }
        assertThat(new JsonText().value(Double.NaN).toString()).isEqualTo("null");
        assertThat(new JsonText().value(Float.POSITIVE_INFINITY).toString()).isEqualTo("null");
        assertThat(new JsonText().value(17.0).toString()).isEqualTo("17");
    }
}
