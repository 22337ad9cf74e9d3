package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

  private static final SocketAddress LOCAL = new InetSocketAddress(8080);
  private static final int NONE = Integer.MAX_VALUE;

  private final List<String> closed = new ArrayList<>();

  private static SocketAddress from(String address) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), 40_000);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_new_connection_takes_the_place_of_the_one_that_waits_longest() {
    OpenConnections all = new OpenConnections(new ConnectionLimits(3, NONE, 100));
    SocketAddress client = from("203.0.113.7");
    OpenConnections.Waiting first = () -> closed.add("first");
    OpenConnections.Waiting second = () -> closed.add("second");
    for (OpenConnections.Waiting each : List.of(first, second)) {
      assertThat(all.admit(client, LOCAL)).isTrue();
      all.waits(each);
    }
    // It has asked in the meantime, so it waits for its next request since now.
    all.waitsNoMore(first);
    all.waits(first);
    assertThat(all.admit(client, LOCAL)).isTrue();
    assertThat(closed).isEmpty();

    assertThat(all.admit(client, LOCAL)).isTrue();
    assertThat(closed).containsExactly("second");
    all.closed(client);
    assertThat(all.admit(client, LOCAL)).isTrue();
    assertThat(closed).containsExactly("second", "first");
    all.closed(client);
    assertThat(all.open()).isEqualTo(3);

    // The others are in use.
    assertThat(all.admit(client, LOCAL)).isFalse();
    assertThat(all.open()).isEqualTo(3);
    assertThat(closed).hasSize(2);
  }

  @Test
  void each_address_has_connections_of_its_own_and_an_ipv6_network_is_one_address() {
    OpenConnections all = new OpenConnections(new ConnectionLimits(100, 2, 100));
    List<String> admitted =
        List.of(
            "203.0.113.7",
            "203.0.113.7",
            "203.0.113.8",
            "2001:db8:0:1::1",
            "2001:db8:0:1:ffff::2",
            "2001:db8:0:2::1");
    assertThat(admitted).allMatch(address -> all.admit(from(address), LOCAL));

    assertThat(all.admit(from("203.0.113.7"), LOCAL)).isFalse();
    assertThat(all.admit(from("::ffff:203.0.113.7"), LOCAL)).isFalse();
    assertThat(all.admit(from("2001:db8:0:1:9::3"), LOCAL)).isFalse();
    assertThat(all.admit(from("203.0.113.8"), LOCAL)).isTrue();
    all.closed(from("203.0.113.7"));
    assertThat(all.admit(from("203.0.113.7"), LOCAL)).isTrue();
    assertThat(all.open()).isEqualTo(7);
  }

  @Test
  void unfinished_bytes_are_counted_up_to_the_limit() {
    OpenConnections all = new OpenConnections(new ConnectionLimits(100, NONE, 100));

    assertThat(all.hold(60, LOCAL)).isTrue();
    assertThat(all.hold(41, LOCAL)).isFalse();
    assertThat(all.hold(40, LOCAL)).isTrue();
    assertThat(all.hold(1, LOCAL)).isFalse();
    all.release(60);
    assertThat(all.hold(60, LOCAL)).isTrue();
  }
}
