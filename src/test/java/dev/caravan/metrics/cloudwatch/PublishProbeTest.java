package dev.caravan.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.metrics.cloudwatch.LocalCloudWatch.Trouble;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** What each answer of CloudWatch to the probe means. */
class PublishProbeTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "NONE, none",
        "REFUSED, none",
        "THROTTLED, none",
        "INTERNAL_ERROR, none",
        "FORBIDDEN, Allow cloudwatch:PutMetricData with the namespace Ours",
        "EXPIRED_TOKEN, the token is expired",
        "DISCONNECT, can't be reached"
      })
  void only_refusals_of_the_role_and_lost_connections_are_trouble(Trouble answer, String words)
      throws IOException {
    try (LocalCloudWatch cloudWatch = LocalCloudWatch.start(Instant::now);
        CloudWatchClient client = cloudWatch.client()) {
      cloudWatch.answerWith(answer);

      Optional<String> trouble = new PublishProbe(client, "Ours").trouble();

      if (words == null) {
        assertThat(trouble).isEmpty();
      } else {
        assertThat(trouble.orElseThrow()).contains(words);
      }
      assertThat(cloudWatch.stored()).isEmpty();
    }
  }
}
