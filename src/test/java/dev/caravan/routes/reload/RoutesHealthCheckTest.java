package dev.caravan.routes.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

class RoutesHealthCheckTest {

  private static final Instant AT = Instant.parse("2026-11-24T02:04:04Z");
  private static final Fault FAULT =
      new Fault("queue.camel.yaml", 15, 9, "unknown-option", "Unknown option `x`.", "");

  private static HealthCheck.Result result(Optional<Rejection> rejection) {
    return new RoutesHealthCheck(
            () -> new Journal.Page(Map.of(), Optional.empty(), rejection, Set.of()))
        .call();
  }

  @Test
  void a_follower_shows_what_the_first_instance_has_rejected() {
    HealthCheck.Result result = result(Optional.of(new Rejection(AT, "first-1", List.of(FAULT))));

    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(result.getDetails())
        .containsEntry("rejected.at", "2026-11-24T02:04:04Z")
        .containsEntry("rejected.by", "first-1")
        .containsEntry(
            "rejected.because", "queue.camel.yaml:15:9: Unknown option `x`. [unknown-option]");
    assertThat(result.getMessage())
        .hasValue("The last change was rejected. The previous routes keep running.");
  }

  @Test
  void a_rejection_without_reason_or_instance_is_shown_as_well() {
    HealthCheck.Result result = result(Optional.of(new Rejection(AT, "", List.of())));

    assertThat(result.getDetails())
        .containsKey("rejected.at")
        .doesNotContainKeys("rejected.by", "rejected.because");
  }

  @Test
  void without_a_rejection_it_shows_none() {
    assertThat(result(Optional.empty()).getDetails())
        .doesNotContainKeys("rejected.at", "rejected.by", "rejected.because");
  }
}
