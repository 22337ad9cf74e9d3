package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.callers.Token;
import dev.caravan.generation.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    Token first = tokens.caller("Bearer first-token").orElseThrow();

    assertThat(tokens.caller("bearer  first-token ")).contains(first);
    assertThat(tokens.caller("Bearer second-token").orElseThrow().owner())
        .isNotEqualTo(first.owner());
    assertThat(first.toString()).doesNotContain("first-token");
    assertThat(tokens.caller(null)).isEmpty();
    assertThat(new BearerTokens("").caller("Bearer anything")).isEmpty();
  }

  @Test
  void tokens_of_the_variable_and_of_the_file_are_valid_together(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("tokens");
    Files.writeString(file, "website sha256:" + Sha256.of("filed-token").hex());

    try (BearerTokens both = new BearerTokens("first-token,batch=second-token", file)) {
      assertThat(both.caller("Bearer first-token").map(Token::name)).contains("token-1");
      assertThat(both.caller("Bearer second-token").map(Token::name)).contains("batch");
      assertThat(both.caller("Bearer filed-token").map(Token::name)).contains("website");
      assertThat(both.allow(null)).isFalse();
      assertThat(both.allow("Bearer batch=second-token")).isFalse();
      assertThat(both.allow("Bearer website")).isFalse();
      // A digest is no token.
      assertThat(both.allow("Bearer " + Sha256.of("filed-token").hex())).isFalse();
    }
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
