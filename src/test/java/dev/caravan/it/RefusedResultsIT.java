package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Service;
import dev.caravan.generation.Generation;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 refuses results that are paid for, for much longer than a claim or a lease lasts. */
class RefusedResultsIT {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final List<Integer> STATUSES = List.of(403, 409, 503);

  @TempDir Path data;
  private final AtomicBoolean refuses = new AtomicBoolean(true);
  private LocalAws aws;
  private Service service;
  private Api api;
  private Queues queues;

  @BeforeEach
  void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(data));
    aws.useInThisJvm();
    // Claims last 3 s here, and visibility timeouts 4 s.
    service = Service.start(Path.of("routes"), RunningCaravan.Running.settings(aws));
    api = new Api(service.httpPort());
    queues = new Queues(aws);
    AdviceWith.adviceWith(
        service.context(),
        "put-result",
        route ->
            route
                .weaveById("put")
                .before()
                .process(
                    exchange -> {
                      if (refuses.get()) {
                        throw refusal(exchange.getMessage().getBody(Generation.class));
                      }
                    }));
  }

  /** The prompt says how its result is refused. */
  private static Exception refusal(Generation generation) {
    int status = Integer.parseInt(generation.prompt().text().replaceAll("\\D", ""));
    return S3Exception.builder().statusCode(status).message("Refused").build();
  }

  @AfterEach
  void stop() {
    service.close();
    queues.close();
    aws.close();
  }

  @Test
  void results_that_s3_refuses_for_twenty_seconds_are_stored_and_paid_once() {
    List<CompletableFuture<Api.Answer>> callers =
        STATUSES.stream()
            .map(status -> CompletableFuture.supplyAsync(() -> api.generate(text("call", status))))
            .toList();
    List<String> ids =
        STATUSES.stream().map(status -> queues.send(text("message", status))).toList();
    await().atMost(LONG).until(() -> answered() == 6);
    await().pollDelay(Duration.ofSeconds(20)).atMost(LONG).until(() -> true);
    assertThat(callers).noneMatch(CompletableFuture::isDone);

    refuses.set(false);

    ids.forEach(
        id ->
            await("generation " + id)
                .atMost(LONG)
                .until(() -> record(id).path("status").asText().equals("done")));
    for (CompletableFuture<Api.Answer> caller : callers) {
      Api.Answer answer = caller.join();
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
    assertThat(answered()).isEqualTo(6);
    assertThat(ids).allMatch(id -> record(id).path("attempts").asInt() == 1);
    assertThat(queues.deadLetters()).isEmpty();
  }

  private static String text(String by, int status) {
    return "{\"prompt\":\"a %s refused with %d\",\"model\":\"amazon.nova-lite-v1:0\"}"
        .formatted(by, status);
  }

  private long answered() {
    return aws.bedrock().calls().stream().filter(call -> call.status() == 200).count();
  }

  private JsonNode record(String id) {
    return api.get("/generations/" + id).json();
  }
}
