package dev.caravan.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortLimitsTest {

  @ParameterizedTest
  @CsvSource({
    // wanted, files, reserved, connections
    "20000, 1048576, 800, 20000",
    "20000, 20800, 800, 20000",
    "20000, 20000, 800, 19200",
    "20000, 4096, 800, 3296",
    "20000, 1024, 800, 256",
    "20000, 256, 800, 64",
    "100, 1024, 800, 100",
    "2147483647, 9223372036854775807, 800, 2147483647"
  })
  void connections_leave_files_for_everything_else(
      int wanted, long files, int reserved, int connections) {
    assertThat(PortLimits.connections(wanted, files, reserved)).isEqualTo(connections);
  }
}
