package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.aws.SdkDefaults;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.model.Models;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Which calls a claim makes, and what happens if S3's answer is lost. */
class ClaimsTest {

  private static final String MESSAGE = "c9d7bc0e-6f6a-4a1b-8a53-0f0a3a9fd001";

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger indexRefusals = new AtomicInteger();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private volatile boolean losesNextAnswer;
  private Records records;
  private HttpServer server;
  private S3Client s3;
  private Claims claims;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/bucket/", this::answer);
    server.start();
    s3 =
        S3Client.builder()
            .httpClientBuilder(SdkDefaults.httpClient())
            .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .region(Region.US_WEST_2)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .forcePathStyle(true)
            .serviceConfiguration(config -> config.chunkedEncodingEnabled(false))
            .build();
    records = new Records(s3, "bucket", "");
    claims = new Claims(records, 60);
  }

  @AfterEach
  void stop() {
    claims.close();
    s3.close();
    server.stop(0);
  }

  @Test
  void a_new_prompt_is_claimed_without_looking_first() {
    Generation taken = claims.claim(received(MESSAGE));

    assertThat(taken.isRunning()).isTrue();
    assertThat(calls).containsExactly("PUT generations", "PUT index");
  }

  @Test
  void a_message_that_names_its_generation_is_looked_at_first() {
    claims.claim(received("order-1"));

    assertThat(calls).containsExactly("GET generations", "PUT generations", "PUT index");
  }

  @Test
  void a_claim_whose_answer_is_lost_is_still_ours() {
    losesNextAnswer = true;

    Generation taken = claims.claim(received(MESSAGE));

    assertThat(taken.isRunning()).isTrue();
    assertThat(taken.version()).isEqualTo("\"1\"");
    assertThat(calls)
        .containsExactly("PUT generations", "PUT generations", "GET generations", "PUT index");
  }

  @Test
  void a_prompt_whose_id_nobody_knows_is_in_the_index_before_its_record_is_written() {
    Generation unknown =
        Generation.accepted(GenerationId.random(), Source.HTTP, boat(), null, Instant.now());

    claims.claim(unknown);

    assertThat(calls).containsExactly("PUT index", "PUT generations");
  }

  @Test
  void the_work_of_an_http_prompt_goes_on_while_its_index_entry_is_written() {
    Queue<Runnable> alongside = new ArrayDeque<>();
    try (Claims claims = new Claims(records, 60, alongside::add)) {
      Generation taken = claims.claim(called());

      assertThat(taken.isRunning()).isTrue();
      assertThat(calls).containsExactly("PUT generations");

      alongside.remove().run();
      assertThat(calls).containsExactly("PUT generations", "PUT index");

      claims.finish(done(taken), exchange(taken));
      assertThat(calls).containsExactly("PUT generations", "PUT index", "PUT generations");
    }
  }

  @Test
  void the_claim_reserves_the_first_call_and_a_retry_is_noted_before_it_is_made() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    Generation taken = claims.take(received(MESSAGE), exchange);
    assertThat(taken.modelCalls()).isEqualTo(1);
    assertThat(exchange.getVariable(Models.CALLS)).as("none is made yet").isEqualTo(0);
    calls.clear();

    exchange.setVariable(Models.CALLS, 1);
    claims.noteCall(exchange);
    assertThat(calls).as("the claim has noted it").isEmpty();

    exchange.setVariable(Models.CALLS, 2);
    claims.noteCall(exchange);
    claims.noteCall(exchange);
    assertThat(calls).containsExactly("PUT generations");
    assertThat(exchange.getVariable(Models.NOTED_CALLS)).isEqualTo(2);
  }

  @Test
  void a_call_that_cant_be_noted_is_not_made_and_not_counted() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    Generation taken = claims.take(received(MESSAGE), exchange);
    claims.end(taken);
    exchange.setVariable(Models.CALLS, 2);

    assertThatThrownBy(() -> claims.noteCall(exchange)).isInstanceOf(RecordChangedException.class);
    assertThat(exchange.getVariable(Models.CALLS)).isEqualTo(1);
  }

  @Test
  void a_finished_generation_has_its_result_and_its_bytes_are_released() {
    Generation taken = claims.claim(called());
    Exchange exchange = exchange(taken);
    Result result = new Result("bucket", "images/a.png", "image/png", 3, "hash");
    exchange.setVariable("answer", "decoded");
    exchange.setVariable("content", new byte[3]);
    exchange.setVariable("result", result);

    Generation done = claims.finish(taken, exchange);

    assertThat(done.isDone()).isTrue();
    assertThat(done.result()).isEqualTo(result);
    assertThat(exchange.getVariables()).doesNotContainKeys("answer", "content");
  }

  /** For example because an edited route calls no step that stores it. */
  @Test
  void a_generation_without_a_result_is_not_done() {
    Generation taken = claims.claim(called());
    calls.clear();

    assertThatThrownBy(() -> claims.finish(taken, exchange(taken)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("direct:store-result");
    assertThat(calls).isEmpty();
  }

  @Test
  void a_message_is_listed_before_the_model_is_asked() {
    Queue<Runnable> alongside = new ArrayDeque<>();
    try (Claims claims = new Claims(records, 60, alongside::add)) {
      claims.claim(received(MESSAGE));

      assertThat(calls).containsExactly("PUT generations", "PUT index");
      assertThat(alongside).isEmpty();
    }
  }

  @Test
  void an_index_entry_that_nobody_has_begun_is_written_by_whoever_waits_for_it() {
    Queue<Runnable> alongside = new ArrayDeque<>();
    try (Claims claims = new Claims(records, 60, alongside::add)) {
      Generation taken = claims.claim(called());

      claims.finish(done(taken), exchange(taken));
      assertThat(calls).containsExactly("PUT generations", "PUT index", "PUT generations");

      alongside.remove().run();
      assertThat(calls).hasSize(3);
    }
  }

  @Test
  void an_index_entry_that_could_not_be_written_is_tried_again() {
    indexRefusals.set(1);
    Generation taken = claims.claim(called());

    claims.finish(done(taken), exchange(taken));

    assertThat(calls)
        .containsExactly("PUT generations", "PUT index", "PUT index", "PUT generations");
  }

  @Test
  void what_can_not_be_listed_is_not_done() {
    indexRefusals.set(2);
    Generation taken = claims.claim(called());

    assertThatThrownBy(() -> claims.finish(done(taken), exchange(taken)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("s3://bucket/index/");

    assertThat(calls).containsExactly("PUT generations", "PUT index", "PUT index");
    // Before it is given back, its index entry is written.
    claims.release(exchange(taken));
    assertThat(calls.subList(3, calls.size()))
        .containsExactly("PUT index", "GET generations", "PUT generations");
  }

  @Test
  void what_can_not_be_listed_stays_claimed() {
    indexRefusals.set(2);
    Generation taken = claims.claim(called());

    assertThatThrownBy(() -> claims.release(exchange(taken))).isInstanceOf(StoreException.class);

    assertThatThrownBy(() -> claims.claim(called())).isInstanceOf(AlreadyRunningException.class);
  }

  @Test
  void a_claim_of_another_receiver_is_not() {
    claims.claim(received(MESSAGE));

    assertThatThrownBy(() -> claims.claim(received(MESSAGE)))
        .isInstanceOf(AlreadyRunningException.class);
  }

  @Test
  void a_record_answers_a_request_exactly_if_claiming_it_begins_no_work() {
    Instant now = Instant.now();
    Claim valid = Claim.lasting("another", now, Duration.ofMinutes(1));
    Claim expired = Claim.lasting("another", now.minusSeconds(3600), Duration.ofMinutes(1));
    Generation accepted = called();
    Generation other =
        Generation.accepted(
            GenerationId.fromIdempotencyKey("call-1"),
            Source.HTTP,
            new PromptReader(100).fromMessage("another boat").prompt(),
            null,
            now);
    Map<String, Generation> found = new LinkedHashMap<>();
    found.put("queued", accepted);
    found.put("running", accepted.claimed(valid, now));
    found.put("running, its owner has died", accepted.claimed(expired, now));
    found.put("done", done(accepted.claimed(valid, now)));
    for (Reason reason : Reason.values()) {
      found.put(
          reason.name(), accepted.claimed(valid, now).failed(new Failure(reason, "why", now)));
    }
    found.put("of another request", other.claimed(expired, now));

    assertThat(claims.isAnswered(accepted)).as("no record").isFalse();
    found.forEach(
        (what, record) -> {
          objects.clear();
          records.createUnlisted(record);
          boolean answered = claims.isAnswered(accepted);
          assertThat(begins(accepted)).as(what).isEqualTo(!answered);
        });
  }

  private boolean begins(Generation accepted) {
    try {
      Generation taken = claims.claim(accepted);
      if (taken.isRunning()) {
        claims.end(taken);
      }
      return taken.isRunning();
    } catch (AlreadyRunningException | OtherRequestException e) {
      return false;
    }
  }

  private static Generation done(Generation taken) {
    Result result = new Result("bucket", "images/" + taken.id() + ".png", "image/png", 1, "");
    return taken.done(result, Instant.now());
  }

  private Exchange exchange(Generation taken) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("generation", taken);
    exchange.setVariable("failure", new Failure(Reason.STORE, "S3 is away.", Instant.now()));
    return exchange;
  }

  private static Generation received(String id) {
    return Generation.accepted(new GenerationId(id), Source.QUEUE, boat(), MESSAGE, Instant.now());
  }

  /** The same call whenever it is made. */
  private static Generation called() {
    return Generation.accepted(
        GenerationId.fromIdempotencyKey("call-1"), Source.HTTP, boat(), null, Instant.now());
  }

  private static Prompt boat() {
    return new PromptReader(100).fromMessage("a boat").prompt();
  }

  /** S3, as far as records need it; the version of every object is 1. */
  private void answer(HttpExchange call) throws IOException {
    String key = call.getRequestURI().getPath();
    calls.add(call.getRequestMethod() + " " + key.split("/")[2]);
    byte[] sent = call.getRequestBody().readAllBytes();
    call.getResponseHeaders().add("ETag", "\"1\"");
    if (call.getRequestMethod().equals("GET")) {
      byte[] there = objects.get(key);
      if (there == null) {
        call.sendResponseHeaders(404, -1);
      } else {
        call.sendResponseHeaders(200, there.length);
        call.getResponseBody().write(there);
      }
    } else if (key.startsWith("/bucket/index/") && indexRefusals.getAndDecrement() > 0) {
      call.sendResponseHeaders(403, -1);
    } else if ("*".equals(call.getRequestHeaders().getFirst("If-None-Match"))
        && objects.containsKey(key)) {
      call.sendResponseHeaders(412, -1);
    } else {
      objects.put(key, sent);
      if (losesNextAnswer) {
        losesNextAnswer = false;
        // Without an answer the connection ends.
        call.close();
        return;
      }
      call.sendResponseHeaders(200, -1);
    }
    call.close();
  }
}
