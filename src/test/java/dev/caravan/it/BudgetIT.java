package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.budget.Budget;
import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** If a day's budget is used up, Caravan pays for no more calls and loses no prompt. */
class BudgetIT {

  private static final String TEXT = "{\"prompt\":\"%s\",\"model\":\"amazon.nova-lite-v1:0\"}";

  private LocalAws aws;
  private Queues queues;

  @BeforeEach
  void start() throws Exception {
    aws =
        LocalAws.start(
            LocalAwsOptions.onFreePorts(Files.createTempDirectory(Path.of("target"), "it-data")));
    aws.useInThisJvm();
    queues = new Queues(aws);
  }

  @AfterEach
  void stop() {
    queues.close();
    aws.close();
  }

  @Test
  void a_budget_that_is_used_up_outlives_a_restart_and_what_waits_goes_on_when_it_allows_again() {
    String later;
    try (Service first = service("0.000001")) {
      Api api = new Api(first.httpPort());
      Api.Answer paid = api.generate(TEXT.formatted("now"), "Idempotency-Key", "paid");
      assertThat(paid.status()).isEqualTo(200);

      assertRefused(api);
      // Results that are paid for already are still returned.
      assertThat(api.generate(TEXT.formatted("now"), "Idempotency-Key", "paid").status())
          .isEqualTo(200);
      Api.Answer queued = api.generate(TEXT.formatted("later"), "Prefer", "respond-async");
      assertThat(queued.status()).isEqualTo(202);
      later = queued.json().path("id").asText();
      assertPaused(first);
      JsonNode costs = api.get("/costs?days=2").json();
      assertThat(costs.at("/days/0/usd").decimalValue())
          .isEqualByComparingTo(paid.json().path("costUsd").decimalValue());
      assertThat(costs.at("/days/1/usd").decimalValue()).isZero();
      assertThat(costs.at("/budget/leftUsd").decimalValue()).isZero();
      assertThat(Instant.parse(costs.at("/budget/resetsAt").asText())).isAfter(Instant.now());
    }
    assertThat(spendingObjects()).hasSize(1);

    try (Service second = service("0.000001")) {
      Api api = new Api(second.httpPort());
      String sent = queues.send(TEXT.formatted("by queue"));
      assertRefused(api);
      assertPaused(second);
      // Neither message was received, so neither was given back.
      assertThat(api.get("/generations/" + later).json().path("attempts").asInt()).isZero();
      assertThat(api.get("/generations/" + sent).status()).isEqualTo(404);
      assertThat(queues.size()).isEqualTo(2);
      assertThat(aws.bedrock().calls()).hasSize(1);

      // The same as a new day, for which a test can't wait (BudgetTest).
      second.context().getRegistry().findSingleByType(Budget.class).setUsdPerDay("1");

      for (String id : List.of(later, sent)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(api.get("/generations/" + id).json().path("status").asText())
                        .isEqualTo("done"));
      }
      await().untilAsserted(() -> assertThat(queues.size()).isZero());
      assertThat(queues.deadLetters()).isEmpty();
      assertThat(aws.bedrock().calls()).hasSize(3);
    }
    // Each instance has written its own amount.
    assertThat(spendingObjects()).hasSize(2);
  }

  private Service service(String usdPerDay) {
    Map<String, String> settings = new HashMap<>(Running.settings(aws));
    settings.put("caravan.budget.usd-per-day", usdPerDay);
    return Service.start(Path.of("routes"), settings);
  }

  private void assertRefused(Api api) {
    Api.Answer refused = api.generate(TEXT.formatted("too much"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("code").asText()).isEqualTo("QUOTA");
    assertThat(refused.json().path("detail").asText()).startsWith("Today's budget of $0.000001");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 86_401);
    assertThat(aws.bedrock().calls()).hasSize(1);
  }

  private static void assertPaused(Service service) {
    Api management = new Api(service.managementPort());
    assertThat(Scrape.of(management).value("caravan_paused", "model", "any")).isEqualTo(1);
    assertThat(Scrape.of(management).value("caravan_budget_used")).isGreaterThanOrEqualTo(1);
    assertThat(management.get("/observe/health?exposureLevel=full&data=true").text())
        .contains("Paused: QUOTA: Today's budget of $0.000001 is used up");
    assertThat(management.get("/observe/health/ready").status()).isEqualTo(200);
  }

  private List<String> spendingObjects() {
    try (S3Client s3 = aws.s3Client()) {
      return s3
          .listObjectsV2(list -> list.bucket(aws.bucket()).prefix("budget/"))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }
}
