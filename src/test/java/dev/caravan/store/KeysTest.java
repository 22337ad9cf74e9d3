package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  private static final long YEAR_2286 = 9_999_999_999_999L;

  private final Keys keys = new Keys("");
  private final ResultKeys results = new ResultKeys("");

  @Test
  void records_and_results_lie_where_the_design_says() {
    assertThat(keys.record("g-1")).isEqualTo("generations/g-1.json");
    assertThat(results.of("g-1", "image/png")).isEqualTo("images/g-1.png");
    assertThat(results.of("g-1", "image/jpeg")).isEqualTo("images/g-1.jpg");
    assertThat(results.of("g-1", "text/plain; charset=utf-8")).isEqualTo("texts/g-1.txt");
    assertThat(keys.index()).isEqualTo("index/");
  }

  @Test
  void a_prefix_stands_before_every_key() {
    Keys below = new Keys("team/caravan");

    assertThat(below.record("g-1")).isEqualTo("team/caravan/generations/g-1.json");
    assertThat(new ResultKeys("team/caravan").of("g-1", "image/png"))
        .isEqualTo("team/caravan/images/g-1.png");
    assertThat(below.index(received("g-1", 0))).startsWith("team/caravan/index/");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void no_prefix_is_no_prefix(String prefix) {
    assertThat(new Keys(prefix).record("g-1")).isEqualTo("generations/g-1.json");
  }

  @Property
  void a_plain_listing_of_the_index_is_newest_first(
      @ForAll("ids") String one,
      @ForAll @LongRange(min = 0, max = YEAR_2286) long earlier,
      @ForAll("ids") String other,
      @ForAll @LongRange(min = 0, max = YEAR_2286) long later) {
    Assume.that(earlier < later);

    List<String> listing =
        List.of(keys.index(received(one, earlier)), keys.index(received(other, later))).stream()
            .sorted(Comparator.naturalOrder())
            .toList();

    assertThat(listing.get(0)).isEqualTo(keys.index(received(other, later)));
  }

  @Property
  void the_index_names_its_generation(
      @ForAll("ids") String id, @ForAll @LongRange(min = 0, max = YEAR_2286) long time) {
    Generation generation = received(id, time);

    assertThat(Keys.idOf(Keys.cursor(generation))).isEqualTo(id);
    assertThat(keys.index(generation)).isEqualTo(keys.index() + Keys.cursor(generation));
    assertThat(Keys.cursor(generation)).matches("\\d{13}-[A-Za-z0-9_-]{1,128}");
  }

  @Property
  void keys_have_only_characters_that_are_safe_everywhere(
      @ForAll("ids") String id,
      @ForAll @LongRange(min = 0, max = YEAR_2286) long time,
      @ForAll String contentType) {
    assertThat(
            List.of(
                keys.record(id),
                results.of(id, contentType),
                results.of(id, "image/png"),
                keys.index(received(id, time))))
        .allMatch(key -> key.matches("[A-Za-z0-9_-]+/[A-Za-z0-9_-]+(\\.[a-z]+)?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../../other", "a/b", "a.json", "a\\b", "", "a b", "%2e%2e"})
  void an_id_that_could_lead_elsewhere_is_refused(String id) {
    assertThatThrownBy(() -> keys.record(id)).isInstanceOf(InvalidPromptException.class);
    assertThatThrownBy(() -> results.of(id, "image/png"))
        .isInstanceOf(InvalidPromptException.class);
  }

  @ParameterizedTest
  @CsvSource({"image/png;x, .txt", "image/gif, .txt", "../evil, .txt"})
  void a_content_type_never_makes_a_key_of_its_own(String contentType, String ending) {
    assertThat(results.of("g-1", contentType)).isEqualTo("texts/g-1" + ending);
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings().withChars("abzABZ019-_").ofMinLength(1).ofMaxLength(128);
  }

  private static Generation received(String id, long millis) {
    return Generation.accepted(
        new GenerationId(id), Source.HTTP, Prompt.of("a lake"), null, Instant.ofEpochMilli(millis));
  }
}
