package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {

  private final BearerTokens tokens = new BearerTokens("first-token, second-token ,");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer first-token",
        "Bearer second-token",
        "bearer first-token",
        "BEARER second-token",
        "Bearer  first-token "
      })
  void each_of_the_tokens_is_accepted(String authorization) {
    assertThat(tokens.allow(authorization)).isTrue();
  }

  @Test
  void a_caller_is_known_by_its_token_which_is_not_revealed() {
    String first = tokens.caller("Bearer first-token").orElseThrow();

    assertThat(tokens.caller("bearer  first-token ")).contains(first);
    assertThat(tokens.caller("Bearer second-token").orElseThrow()).isNotEqualTo(first);
    assertThat(first).doesNotContain("first-token");
    assertThat(tokens.caller(null)).isEmpty();
    assertThat(new BearerTokens("").caller("Bearer anything")).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer first-toke",
        "Bearer first-tokenn",
        "Bearer FIRST-TOKEN",
        "Bearer first-token,second-token",
        "Bearer ,",
        "first-token",
        "Basic first-token",
        "Bearerfirst-token"
      })
  void every_other_header_is_refused(String authorization) {
    assertThat(tokens.allow(authorization)).isFalse();
  }

  @Property
  void nobody_guesses_a_token(@ForAll String guess) {
    assertThat(tokens.allow(guess)).isFalse();
    assertThat(tokens.allow("Bearer " + guess)).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Bearer anything"})
  void without_tokens_anyone_may_call(String authorization) {
    assertThat(new BearerTokens("").allow(authorization)).isTrue();
  }

  @Test
  void a_token_may_contain_characters_outside_ascii() {
    assertThat(new BearerTokens("schlüssel").allow("Bearer schlüssel")).isTrue();
    assertThat(new BearerTokens("schlüssel").allow("Bearer schl?ssel")).isFalse();
  }
}
