package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.cli.CommandFailedException;
import dev.caravan.local.Ports.Wanted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

  @TempDir Path folder;

  @Test
  void a_usual_port_that_is_free_is_taken() throws IOException {
    int free = free();
    Ports ports = new Ports(new PortClaims(folder));

    assertThat(ports.choose(List.of(wanted("--a", null, free)))).containsEntry("--a", free);
    assertThat(ports.inUse()).isEmpty();
  }

  @Test
  void a_usual_port_in_use_is_replaced_by_any() throws IOException {
    try (ServerSocket taken = taken()) {
      Ports ports = new Ports(new PortClaims(folder));

      assertThat(ports.choose(List.of(wanted("--a", null, taken.getLocalPort()))))
          .containsEntry("--a", Ports.ANY);
      assertThat(ports.inUse()).containsExactly(taken.getLocalPort());
    }
  }

  @Test
  void a_named_port_in_use_is_an_error_of_usage() throws IOException {
    try (ServerSocket taken = taken()) {
      int port = taken.getLocalPort();

      assertThatThrownBy(
              () -> new Ports(new PortClaims(folder)).choose(List.of(wanted("--a", port, 1))))
          .isInstanceOfSatisfying(
              CommandFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
          .hasMessage(
              "Port %d is in use. Stop the program that uses it, or pick a free port: --a 0"
                  .formatted(port));
    }
  }

  @Test
  void a_named_port_wins_over_the_same_usual_one_in_any_order() throws IOException {
    int port = free();

    assertThat(
            new Ports(new PortClaims(folder))
                .choose(List.of(wanted("--usual", null, port), wanted("--named", port, 1))))
        .containsEntry("--named", port)
        .containsEntry("--usual", Ports.ANY);
  }

  @Test
  void numbers_that_are_no_ports_and_ports_named_twice_are_errors() throws IOException {
    int port = free();

    for (int wrong : new int[] {-1, 65_536}) {
      assertThatThrownBy(
              () -> new Ports(new PortClaims(folder)).choose(List.of(wanted("--a", wrong, 1))))
          .hasMessage("--a is " + wrong + "; it must be a port from 0 to 65535.");
    }
    assertThatThrownBy(
            () ->
                new Ports(new PortClaims(folder))
                    .choose(List.of(wanted("--a", port, 1), wanted("--b", port, 2))))
        .hasMessage("--b and --a are both " + port + "; give each its own port.");
    assertThat(
            new Ports(new PortClaims(folder))
                .choose(List.of(wanted("--a", 0, 1), wanted("--b", 0, 2))))
        .containsEntry("--a", Ports.ANY)
        .containsEntry("--b", Ports.ANY);
  }

  @Test
  void a_port_that_another_start_has_chosen_is_not_chosen_again() throws Exception {
    int port = free();
    List<Wanted> wanted = List.of(wanted("--a", null, port));

    try (PortClaims other = new PortClaims(folder)) {
      assertThat(new Ports(other).choose(wanted)).containsEntry("--a", port);
      assertThat(new Ports(new PortClaims(folder)).choose(wanted)).containsEntry("--a", Ports.ANY);
      assertThatThrownBy(
              () -> new Ports(new PortClaims(folder)).choose(List.of(wanted("--a", port, 1))))
          .hasMessageContaining("Port " + port + " is in use.");
    }
    assertThat(new Ports(new PortClaims(folder)).choose(wanted)).containsEntry("--a", port);
  }

  @Test
  void a_folder_that_cant_be_written_leaves_ports_without_protection() throws Exception {
    Path file = Files.writeString(folder.resolve("a-file"), "not a folder");
    int port = free();

    assertThat(new Ports(new PortClaims(file)).choose(List.of(wanted("--a", null, port))))
        .containsEntry("--a", port);
  }

  private static Wanted wanted(String option, Integer given, int usual) {
    return new Wanted(option, given, usual, LocalAws.HOST);
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName(LocalAws.HOST));
  }

  private static int free() throws IOException {
    try (ServerSocket probe = taken()) {
      return probe.getLocalPort();
    }
  }
}
