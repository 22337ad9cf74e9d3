package dev.caravan.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationIdTest {

  @Property
  void any_idempotency_key_makes_a_valid_id_and_always_the_same(
      @ForAll @StringLength(min = 1, max = 255) String key) {
    Assume.that(!key.isBlank());

    GenerationId id = GenerationId.fromIdempotencyKey(key);

    assertThat(id.value()).matches("key-[0-9a-f]{40}");
    assertThat(GenerationId.isValid(id.value())).isTrue();
    assertThat(GenerationId.fromIdempotencyKey(key)).isEqualTo(id);
  }

  @Property
  void different_keys_make_different_ids(
      @ForAll @StringLength(min = 1, max = 255) @CharRange(from = ' ', to = '\u00ff') String one,
      @ForAll @StringLength(min = 1, max = 255) @CharRange(from = ' ', to = '\u00ff')
          String other) {
    Assume.that(!one.isBlank() && !other.isBlank() && !one.equals(other));

    assertThat(GenerationId.fromIdempotencyKey(one))
        .isNotEqualTo(GenerationId.fromIdempotencyKey(other));
  }

  @Test
  void keys_that_differ_in_case_or_white_space_alone_are_different() {
    assertThat(Stream.of("a", "A", " a", "a ", "a\t").map(GenerationId::fromIdempotencyKey))
        .doesNotHaveDuplicates();
  }

  // The last two are Unicode spaces that jqwik's @NotBlank lets through.
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t \t", "\u2003", "\u3000"})
  void an_empty_key_is_refused(String key) {
    assertThatThrownBy(() -> GenerationId.fromIdempotencyKey(key))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isTrue())
        .hasMessage("The Idempotency-Key is empty; send 1 to 255 characters, for example a UUID.");
  }

  @Test
  void a_key_of_255_characters_is_taken_and_of_256_refused() {
    assertThat(GenerationId.fromIdempotencyKey("k".repeat(255))).isNotNull();
    assertThat(GenerationId.fromIdempotencyKey("anna", "k"))
        .isEqualTo(GenerationId.fromIdempotencyKey("anna", "k"))
        .isNotEqualTo(GenerationId.fromIdempotencyKey("ben", "k"))
        .isNotEqualTo(GenerationId.fromIdempotencyKey("k"));
    assertThatThrownBy(() -> GenerationId.fromIdempotencyKey("k".repeat(256)))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isTrue())
        .hasMessageContaining("is 256 characters long; send 1 to 255");
  }

  @Property
  void whatever_is_an_id_can_stand_in_an_s3_key(@ForAll String text) {
    boolean safe =
        !text.isEmpty()
            && text.length() <= 128
            && text.chars()
                .allMatch(
                    c ->
                        c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || c == '-'
                            || c == '_');

    assertThat(GenerationId.isValid(text)).isEqualTo(safe);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "../a", "a/b", "a b", "a\n", "é", "a%2fb", "٣"})
  void an_id_with_anything_else_in_it_is_refused(String text) {
    assertThatThrownBy(() -> new GenerationId(text))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("1 to 128 characters of A-Z, a-z, 0-9, '-' and '_'");
  }

  @Test
  void an_id_has_up_to_128_characters() {
    assertThat(new GenerationId("a".repeat(128)).value()).hasSize(128);
    assertThatThrownBy(() -> new GenerationId("a".repeat(129)))
        .isInstanceOf(InvalidPromptException.class);
    assertThatThrownBy(() -> new GenerationId(null)).isInstanceOf(InvalidPromptException.class);
  }

  @Test
  void random_ids_are_all_different() {
    assertThat(IntStream.range(0, 1000).mapToObj(n -> GenerationId.random()))
        .doesNotHaveDuplicates();
  }

  @Test
  void an_id_is_the_first_160_bits_of_the_keys_sha256() throws Exception {
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest("order-12".getBytes(StandardCharsets.UTF_8));

    assertThat(GenerationId.fromIdempotencyKey("order-12").value())
        .isEqualTo("key-" + java.util.HexFormat.of().formatHex(digest, 0, 20));
  }
}
