package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan health}, the health check of containers: a pause must not end a task. */
@ExtendWith(RunningCaravan.class)
class HealthIT {

  @TempDir Path home;

  @Test
  void a_service_with_a_paused_model_is_alive_and_ready_and_says_why(Running caravan)
      throws Exception {
    caravan.bedrockShould("{\"action\":\"denied\"}");
    caravan.queues().send("{\"prompt\":\"x\",\"model\":\"amazon.nova-lite-v1:0\"}");
    await().until(() -> lane(caravan, "state").equals("PAUSED"));

    assertThat(lane(caravan, "reason")).isEqualTo("MODEL_UNUSABLE");
    assertThat(lane(caravan, "code")).isEqualTo("AccessDeniedException");
    assertThat(lane(caravan, "message")).startsWith("You don't have access to the model");
    assertThat(Instant.parse(lane(caravan, "since"))).isBefore(Instant.now());
    assertThat(Instant.parse(lane(caravan, "nextProbe")))
        .isAfter(Instant.parse(lane(caravan, "since")));
    assertThat(queue(caravan).path("paused").asText()).isEqualTo("false");
    Launched alive = health(caravan);
    Launched ready = health(caravan, "--ready");

    assertThat(alive.exitCode()).as(alive.err()).isZero();
    assertThat(alive.out()).isEqualTo("alive");
    assertThat(ready.exitCode()).as(ready.err()).isZero();
    caravan.aws().bedrock().misbehaviour().clear();
    await().atMost(Duration.ofSeconds(60)).until(() -> lane(caravan, "state").equals("OPEN"));
    await().until(() -> queue(caravan).path("working").asInt() == 0);
    JsonNode idle = queue(caravan);
    assertThat(idle.path("free").asInt() + idle.path("ready").asInt()).isPositive();
    assertThat(idle.path("leases.lost").asText()).matches("\\d+");
  }

  @Test
  void where_no_service_answers_it_says_so_in_one_line() throws Exception {
    Launched health =
        Launched.start(
            home, Map.of("MANAGEMENT_PORT", "1", "MANAGEMENT_HOST", "0.0.0.0"), "health");

    assertThat(health.exitCode()).isEqualTo(1);
    assertThat(health.err().strip())
        .startsWith("caravan: No service answers at http://127.0.0.1:1/observe/health/live:");
  }

  /** A fact about the lane of the text model. */
  private static String lane(Running caravan, String what) {
    return check(caravan, "lanes").path("amazon.nova-lite-v1:0@us-east-1." + what).asText();
  }

  private static JsonNode queue(Running caravan) {
    return check(caravan, "queue");
  }

  private static JsonNode check(Running caravan, String name) {
    JsonNode checks =
        caravan
            .management()
            .get("/observe/health?exposureLevel=full&data=true")
            .json()
            .path("checks");
    return StreamSupport.stream(checks.spliterator(), false)
        .filter(check -> check.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("data");
  }

  private Launched health(Running caravan, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "health";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Launched.start(
        home,
        Map.of("MANAGEMENT_PORT", String.valueOf(caravan.service().managementPort())),
        arguments);
  }
}
