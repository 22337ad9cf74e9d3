package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:9876",
        "127.1.2.3:1",
        "localhost:80",
        "LOCALHOST",
        "[::1]:9876",
        "[0:0:0:0:0:0:0:1]:9876"
      })
  void loopback_by_any_of_its_names_is_let_in(String header) {
    assertThat(AllowedHosts.isLoopback(AllowedHosts.host(header))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "127.evil.example",
        "127.0.0.1.evil.example:9876",
        "localhost.evil.example",
        "0.0.0.0:9876",
        "[::2]:9876",
        "127.0.0.256",
        "127.0.0.01",
        "127.1",
        "10.0.0.1"
      })
  void a_name_that_somebody_points_at_us_is_not(String header) {
    assertThat(AllowedHosts.isLoopback(AllowedHosts.host(header))).isFalse();
  }

  @Test
  void a_missing_host_is_not_loopback() {
    assertThat(AllowedHosts.isLoopback(AllowedHosts.host(null))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // allowed names | address of the port | Host | allowed
    "'', 127.0.0.1, localhost:8080, true",
    "'', 127.0.0.1, images.example.com, false",
    "'', localhost, evil.example, false",
    "'', 0.0.0.0, images.example.com, true",
    "'', 10.1.2.3, anything, true",
    "'images.example.com, Other.example.com', 127.0.0.1, IMAGES.example.com:443, true",
    "'images.example.com, Other.example.com', 127.0.0.1, other.example.com, true",
    "'images.example.com, Other.example.com', 127.0.0.1, evil.example, false",
    "images.example.com, 0.0.0.0, images.example.com, true",
    "images.example.com, 0.0.0.0, localhost, true",
    "images.example.com, 0.0.0.0, evil.example, false",
    "images.example.com, 10.1.2.3, 10.1.2.3:8080, true"
  })
  void names_that_are_not_loopback_are_allowed_by_setting_or_by_the_address(
      String names, String bound, String host, boolean allowed) {
    assertThat(AllowedHosts.of(names).allow(host, bound)).isEqualTo(allowed);
  }
}
