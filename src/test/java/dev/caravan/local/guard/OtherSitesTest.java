package dev.caravan.local.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherSitesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:9324",
        "LOCALHOST:9324",
        "127.0.0.1",
        "127.0.0.1:9324",
        "127.1.2.3:1",
        "[::1]:9324",
        "[0:0:0:0:0:0:0:1]"
      })
  void loopback_names_are_ours(String host) {
    assertThat(sent(Map.of("Host", List.of(host)), false)).isFalse();
    assertThat(
            sent(Map.of("Host", List.of("localhost"), "Origin", List.of("http://" + host)), false))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:9324",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.evil.example",
        "evil.example@localhost",
        "0.0.0.0:9324",
        "[::2]",
        "127.0.0.256",
        "127.0.0.1.",
        "192.168.0.7:9324",
        ""
      })
  void other_names_are_not(String host) {
    assertThat(sent(Map.of("Host", List.of(host)), false)).isTrue();
    assertThat(sent(Map.of("Host", List.of(host)), true)).isTrue();
    assertThat(
            sent(Map.of("Host", List.of("localhost"), "Origin", List.of("http://" + host)), false))
        .isTrue();
  }

  @Test
  void no_host_or_two_are_not() {
    assertThat(sent(Map.of(), false)).isTrue();
    assertThat(sent(Map.of("Host", List.of("localhost", "localhost")), false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "", "http://localhost http://evil.example", "http://%", "file://"})
  void an_origin_without_a_loopback_name_is_another_site(String origin) {
    assertThat(sent(Map.of("Host", List.of("localhost"), "Origin", List.of(origin)), false))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, false, false",
    "same-site, false, false",
    "none, false, false",
    "cross-site, true, false",
    "something-new, true, false"
  })
  void a_browser_names_the_site_and_may_follow_a_link_from_any(
      String value, boolean isOther, boolean isOtherForLink) {
    Map<String, List<String>> headers =
        Map.of("Host", List.of("localhost"), "Sec-Fetch-Site", List.of(value));

    assertThat(sent(headers, false)).isEqualTo(isOther);
    assertThat(sent(headers, true)).isEqualTo(isOtherForLink);
  }

  private static boolean sent(Map<String, List<String>> headers, boolean isLink) {
    return OtherSites.sent(name -> headers.getOrDefault(name, List.of()), isLink);
  }
}
