package dev.caravan.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.Sha256;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private static final String DIGEST = Sha256.of("open sesame").hex();

  /** What each item of a variable means: the token that its caller sends, and the caller's name. */
  @ParameterizedTest
  @CsvSource({
    "plain,                    plain,                    token-1",
    "website=secret,           secret,                   website",
    "website = secret,         secret,                   website",
    "web.site_2-b=s,           s,                        web.site_2-b",
    "ci=a=b=,                  a=b=,                     ci",
    "'sp ace',                 'sp ace',                 token-1",
    "mfqK0pJv1xqvT2Zk8Wc4bg==, mfqK0pJv1xqvT2Zk8Wc4bg==, token-1",
    "c2VjcmV0c2VjcmV0c2U=,     c2VjcmV0c2VjcmV0c2U=,     token-1",
    "ci=c2VjcmV0c2VjcmV0c2U=,  c2VjcmV0c2VjcmV0c2U=,     ci",
    "schlüssel,                schlüssel,                token-1",
    "sha256:abc,               sha256:abc,               token-1",
  })
  void an_item_is_a_token_or_a_name_and_a_token(String item, String sent, String name) {
    Tokens tokens = Tokens.ofVariable(item);

    assertThat(tokens.all()).hasSize(1);
    assertThat(tokens.find(sent).map(Token::name)).contains(name);
    assertThat(tokens.find(sent + "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,,"})
  void a_list_without_items_has_no_token(String list) {
    assertThat(Tokens.ofVariable(list).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ci=,                     item 1 has a name and no token",
    "ci= ,                    item 1 has a name and no token",
    "ci==,                    item 1 has a name and no token",
    "YWJjZGVmZw==,            item 1 has a name and no token",
    "continuous-integration=, item 1 has a name and no token",
    "=secret,                 the text before \"=\" in item 1 is not a name",
    "our site=secret,         the text before \"=\" in item 1 is not a name",
    "-ci=secret,              the text before \"=\" in item 1 is not a name",
    "a/b=secret,              the text before \"=\" in item 1 is not a name",
    "token-7=secret,          the text before \"=\" in item 1 is reserved",
  })
  void a_malformed_item_is_refused_without_repeating_it(String item, String message) {
    assertThatThrownBy(() -> Tokens.ofVariable(item))
        .isInstanceOf(InvalidTokensException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void the_place_of_a_token_without_a_name_counts_all_items() {
    Tokens tokens = Tokens.ofVariable("a, ,website=b,c");

    assertThat(tokens.all())
        .extracting(Token::name)
        .containsExactly("token-1", "website", "token-3");
  }

  @Test
  void a_plain_token_owns_its_keys_as_before_tokens_had_names() {
    Token token = Tokens.ofVariable("first-token").find("first-token").orElseThrow();

    assertThat(token.owner()).isEqualTo(Sha256.of("first-token").hex());
  }

  @Test
  void a_caller_keeps_its_keys_when_its_token_changes_or_moves_to_the_file() {
    Tokens both = Tokens.ofVariable("website=old,website=new");
    Tokens filed = Tokens.ofFile("website sha256:" + DIGEST);

    assertThat(List.of(both.find("old"), both.find("new"), filed.find("open sesame")))
        .allSatisfy(
            token -> {
              assertThat(token).get().extracting(Token::owner).isEqualTo("name:website");
              assertThat(token).get().extracting(Token::name).isEqualTo("website");
            });
    assertThat(both.names()).isEqualTo("website");
  }

  @Test
  void one_token_belongs_to_one_caller() {
    for (String list : new String[] {"a=secret,b=secret", "secret,b=secret"}) {
      assertThatThrownBy(() -> Tokens.ofVariable(list))
          .hasMessageContaining("have the same token; give each caller its own")
          .hasMessageNotContaining("secret");
    }
    assertThatThrownBy(
            () -> Tokens.ofVariable("a=open sesame").and(Tokens.ofFile("b sha256:" + DIGEST)))
        .hasMessageStartingWith("a and b have the same token");
    assertThat(Tokens.ofVariable("secret,secret,a=x,a=x").names()).isEqualTo("token-1, token-2, a");
  }

  @Test
  void a_file_has_a_name_and_a_digest_on_each_line_and_may_have_comments() {
    Tokens tokens =
        Tokens.ofFile(
            """
            # callers of the API

            website sha256:%s
              batch\tsha256:%s\s\s
            #old sha256:%s
            """
                .formatted(DIGEST, Sha256.of("other").hex().toUpperCase(), DIGEST));

    assertThat(tokens.all()).extracting(Token::name).containsExactly("website", "batch");
    assertThat(tokens.find("open sesame").map(Token::name)).contains("website");
    assertThat(tokens.find("other").map(Token::name)).contains("batch");
  }

  @Test
  void a_malformed_line_is_named_by_its_number_without_repeating_it() {
    for (String line :
        new String[] {
          "website open-sesame",
          "website",
          "website=open-sesame",
          "sha256:" + DIGEST,
          "website " + DIGEST,
          "website sha256:" + DIGEST.substring(1),
          "website sha256:" + DIGEST + "0",
          "website sha256:" + DIGEST.replace('1', 'x').replace('2', 'y').replace('3', 'z'),
          "website sha256:" + DIGEST + " # ours",
          "website SHA256:" + DIGEST,
          "website md5:" + DIGEST,
        }) {
      assertThatThrownBy(() -> Tokens.ofFile("# comment\n" + line + "\n"))
          .as(line)
          .isInstanceOf(InvalidTokensException.class)
          .hasMessageStartingWith("line 2 is not")
          .hasMessageNotContaining("open-sesame");
    }
    assertThatThrownBy(() -> Tokens.ofFile("-x sha256:" + DIGEST))
        .hasMessageStartingWith("the name in line 1 is not a name");
    assertThatThrownBy(() -> Tokens.ofFile("token-1 sha256:" + DIGEST))
        .hasMessageStartingWith("the name in line 1 is reserved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# website", "  \n#\n"})
  void a_file_without_a_token_can_not_be_used(String text) {
    assertThatThrownBy(() -> Tokens.ofFile(text)).hasMessage("it has no token");
  }

  @Property
  void any_text_is_read_or_refused_without_repeating_it(@ForAll String text) {
    try {
      assertThat(Tokens.ofFile("website sha256:" + DIGEST + "\n" + text).all()).isNotEmpty();
    } catch (InvalidTokensException e) {
      assertThat(e).hasMessageMatching("(?s)(line|the name in line) \\d+ is .*");
    }
    try {
      Tokens.ofVariable(text);
    } catch (InvalidTokensException e) {
      assertThat(e).hasMessageMatching("(item|the text before \"=\" in item|token-).*");
    }
  }
}
