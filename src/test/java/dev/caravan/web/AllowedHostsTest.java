package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementEdgeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:9876",
        "127.1.2.3:1",
        "localhost:80",
        "LOCALHOST",
        "[::1]:9876"
      })
  void loopback_by_any_of_its_names_is_let_in(String header) {
    assertThat(ManagementEdge.isLoopback(ManagementEdge.host(header))).isTrue();
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
        "10.0.0.1"
      })
  void a_name_that_somebody_points_at_us_is_not(String header) {
    assertThat(ManagementEdge.isLoopback(ManagementEdge.host(header))).isFalse();
  }

  @Test
  void a_missing_host_is_not_loopback() {
    assertThat(ManagementEdge.isLoopback(ManagementEdge.host(null))).isFalse();
  }
}
