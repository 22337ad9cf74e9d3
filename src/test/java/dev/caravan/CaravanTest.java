package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaravanTest {

  @ParameterizedTest
  @ValueSource(strings = {"test", "local"})
  void without_the_laptop_aws_its_commands_say_what_is_missing(String command) {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertThat(Caravan.run(List.of(), command, "--junit", "x.xml", "somewhere")).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("caravan: `caravan " + command + "` needs the laptop AWS")
        .contains("caravan-local.jar")
        .endsWith("Run ./caravan " + command + " in a clone of Caravan.");
  }
}
