package dev.caravan.bench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JvmTest {

  private static final Pattern THRESHOLD = Pattern.compile("-XX:Tier4\\w+=\\d+");

  @Test
  void contestants_the_image_and_the_launcher_have_the_same_compiler_thresholds()
      throws IOException {
    List<String> image = thresholds(Files.readString(Path.of("src/image/java.options")));

    assertThat(image).hasSize(4);
    assertThat(thresholds(String.join(" ", Jvm.FLAGS))).isEqualTo(image);
    assertThat(thresholds(Files.readString(Path.of("caravan")))).isEqualTo(image);
  }

  private static List<String> thresholds(String text) {
    return THRESHOLD.matcher(text).results().map(MatchResult::group).toList();
  }

  @Test
  void an_additional_flag_follows_the_common_flags() {
    assertThat(Jvm.flags(List.of("-Xlog:gc"))).startsWith(Jvm.FLAGS.toArray(String[]::new));
    assertThat(Jvm.flags(List.of("-Xlog:gc"))).endsWith("-Xlog:gc");
  }

  @Test
  void another_collector_replaces_the_common_one() {
    assertThat(Jvm.flags(List.of("-XX:+UseParallelGC")))
        .contains("-XX:+UseParallelGC", "-Xmx512m")
        .doesNotContain("-XX:+UseSerialGC");
  }
}
