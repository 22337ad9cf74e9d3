package dev.caravan.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether metrics are published. */
class CloudWatchTest {

  private static final Map<String, String> ECS =
      Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/task");

  @Test
  void auto_publishes_where_a_container_has_a_role() {
    assertThat(CloudWatch.isEnabled("auto", ECS)).isTrue();
    assertThat(CloudWatch.isEnabled("auto", Map.of("AWS_PROFILE", "mine"))).isFalse();
  }

  @Test
  void what_the_operator_says_holds_everywhere() {
    assertThat(CloudWatch.isEnabled("true", Map.of())).isTrue();
    assertThat(CloudWatch.isEnabled("false", ECS)).isFalse();
  }

  @Test
  void where_nothing_is_published_there_is_nothing_to_close() {
    try (CloudWatch off = new CloudWatch()) {
      off.setEnabled("false");
      assertThat(off.start()).isEmpty();
      assertThat(off.state()).isEmpty();
    }
  }
}
