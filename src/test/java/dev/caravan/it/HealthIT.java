package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.nio.file.Path;
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
  void a_paused_service_is_alive_but_not_ready(Running caravan) throws Exception {
    caravan.bedrockShould("{\"action\":\"denied\"}");
    caravan.queues().send("{\"prompt\":\"x\",\"model\":\"amazon.nova-lite-v1:0\"}");
    await().until(() -> caravan.management().get("/observe/health/ready").status() == 503);

    JsonNode paused = queue(caravan);
    assertThat(paused.path("paused").asText()).isEqualTo("true");
    assertThat(paused.path("paused.reason").asText()).isEqualTo("MODEL_UNUSABLE");
    assertThat(Instant.parse(paused.path("paused.since").asText())).isBefore(Instant.now());
    Launched alive = health(caravan);
    Launched ready = health(caravan, "--ready");

    assertThat(alive.exitCode()).as(alive.err()).isZero();
    assertThat(alive.out()).isEqualTo("alive");
    assertThat(ready.exitCode()).isEqualTo(1);
    assertThat(ready.err()).contains("/observe/health/ready answered 503", "MODEL_UNUSABLE");
    assertThat(ready.err().lines()).hasSize(1);
    caravan.aws().bedrock().misbehaviour().clear();
    await().until(() -> caravan.management().get("/observe/health/ready").status() == 200);
    await().until(() -> queue(caravan).path("working").asInt() == 0);
    JsonNode idle = queue(caravan);
    assertThat(idle.path("paused").asText()).isEqualTo("false");
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

  /** The health check of the queue. */
  private static JsonNode queue(Running caravan) {
    JsonNode checks =
        caravan
            .management()
            .get("/observe/health?exposureLevel=full&data=true")
            .json()
            .path("checks");
    return StreamSupport.stream(checks.spliterator(), false)
        .filter(check -> check.path("name").asText().equals("queue"))
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
