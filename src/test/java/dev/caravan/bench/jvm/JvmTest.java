package dev.caravan.bench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JvmTest {

  @Test
  void a_flag_comes_after_those_that_all_have() {
    assertThat(Jvm.flags(List.of("-Xlog:gc"))).startsWith(Jvm.FLAGS.toArray(String[]::new));
    assertThat(Jvm.flags(List.of("-Xlog:gc"))).endsWith("-Xlog:gc");
  }

  @Test
  void a_jvm_takes_one_collector_only() {
    assertThat(Jvm.flags(List.of("-XX:+UseParallelGC")))
        .contains("-XX:+UseParallelGC", "-Xmx512m")
        .doesNotContain("-XX:+UseSerialGC");
  }
}
