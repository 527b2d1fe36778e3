package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesEveryKindOfValue() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", List.of(1L, 2.5, true, "x", Map.of(), List.of()));
        assertThat(Json.write(map)).isEqualTo("""
                        {
                          "b": 1,
                          "a": [
                            1,
                            2.5,
                            true,
                            "x",
                            {},
                            []
                          ]
                        }
                        """);
    }

    @Test
    void whatIsNoNumberIsNull() {
        assertThat(Json.write(List.of(Double.NaN, Double.POSITIVE_INFINITY))).isEqualTo("[\n  null,\n  null\n]\n");
        assertThat(Json.write(null)).isEqualTo("null\n");
    }

    @Test
    void everyCharacterSurvives() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0xffff; c++) {
            all.append((char) c);
        }
        String written = Json.write(all.toString());
        assertThat(JsonReader.read(written)).isEqualTo(all.toString());
        assertThat(written.strip().chars().allMatch(c -> c >= 0x20 && !Character.isSurrogate((char) c)))
                .isTrue();
    }
}
