package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.SystemProperties;
import dev.caravan.generation.Reason;
import dev.caravan.memory.ByteBudget;
import dev.caravan.memory.Hold;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** What InvokeModel answers arrives as it was sent, however it was sent, and in one piece. */
class RegionalBedrockTest {

  private static final String MODEL = "stability.stable-image-core-v1:1";
  private static final String TEXT_MODEL = "amazon.nova-lite-v1:0";
  private static final String TEXT_START =
      "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"";
  private static final byte[] ANSWER = new byte[8_000_000];

  static {
    new Random(1).nextBytes(ANSWER);
  }

  private interface Answering {
    void to(HttpExchange call) throws IOException;
  }

  private final SystemProperties properties = new SystemProperties();
  private final Set<InetSocketAddress> connections = Collections.synchronizedSet(new HashSet<>());
  private final ByteBudget memory = new ByteBudget(20_000_000);
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private RegionalBedrock bedrock;
  private volatile Answering answering;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          connections.add(call.getRemoteAddress());
          call.getRequestBody().readAllBytes();
          answering.to(call);
          call.close();
        });
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    properties.set("aws.accessKeyId", UUID.randomUUID().toString());
    properties.set("aws.secretAccessKey", UUID.randomUUID().toString());
    properties.set(
        "aws.endpointUrlBedrockRuntime", "http://127.0.0.1:" + server.getAddress().getPort());
    // An answer that comes must not be late on a busy machine.
    bedrock = bedrock(60);
  }

  private static RegionalBedrock bedrock(int timeoutSeconds) throws IOException {
    return new RegionalBedrock(catalogue(), timeoutSeconds, 5, new ExecutionInterceptor() {});
  }

  /** All models may answer with as many bytes as the answer has. */
  private static Catalogue catalogue() throws IOException {
    String limit = "answerBytes: " + ANSWER.length;
    return Catalogue.parse(
        "models.yaml",
        Files.readString(Path.of("routes/models.yaml"))
            .replace("promptCharacters: 10000\n", "promptCharacters: 10000\n      " + limit + "\n")
            .replace("outputTokens: 1024 }", "outputTokens: 1024, " + limit + " }"));
  }

  @AfterEach
  void stop() {
    over.countDown();
    bedrock.close();
    server.stop(0);
    properties.close();
  }

  @Test
  void an_answer_costs_the_memory_of_one_copy() {
    answering = call -> send(call, ANSWER.length);
    invoke();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long allocated = threads.getCurrentThreadAllocatedBytes();
    InvokeModelResponse response = invoke();
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;

    assertThat(response.body().asByteArrayUnsafe()).isEqualTo(ANSWER);
    assertThat(response.contentType()).isEqualTo("application/json");
    assertThat(allocated).isBetween((long) ANSWER.length, ANSWER.length * 3L / 2);
  }

  @Test
  void the_connection_is_used_again() {
    answering = call -> send(call, ANSWER.length);

    for (int n = 0; n < 7; n++) {
      invoke();
    }

    assertThat(connections).hasSize(1);
  }

  @Test
  void an_answer_of_unknown_length() {
    answering = call -> send(call, 0);

    assertThat(invoke().body().asByteArrayUnsafe()).isEqualTo(ANSWER);
  }

  @Test
  void an_empty_answer() {
    answering = call -> call.sendResponseHeaders(200, -1);

    assertThat(invoke().body().asByteArrayUnsafe()).isEmpty();
  }

  @Test
  void a_refusal_says_why() {
    answering =
        call -> {
          byte[] why = "{\"message\":\"Blocked by our content filters.\"}".getBytes();
          call.getResponseHeaders().add("x-amzn-ErrorType", "ValidationException");
          call.sendResponseHeaders(400, why.length);
          call.getResponseBody().write(why);
        };

    assertThatThrownBy(this::invoke)
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Blocked by our content filters.");
  }

  @Test
  void a_connection_that_ends_within_the_answer() {
    answering =
        call -> {
          call.sendResponseHeaders(200, ANSWER.length);
          call.getResponseBody().write(ANSWER, 0, ANSWER.length - 1);
        };

    assertThatThrownBy(this::invoke)
        .isInstanceOfSatisfying(
            ModelUnreachableException.class,
            broken -> assertThat(broken.isUnsentCall()).as("may be billed").isFalse());
  }

  @Test
  void a_connection_that_is_never_made_costs_nothing() {
    server.stop(0);

    assertThatThrownBy(this::invoke)
        .isInstanceOfSatisfying(
            ModelUnreachableException.class,
            refused -> assertThat(refused.isUnsentCall()).isTrue());
  }

  @Test
  void an_answer_that_stops_on_its_way() throws IOException {
    beImpatient();
    answering =
        call -> {
          call.sendResponseHeaders(200, ANSWER.length);
          call.getResponseBody().write(ANSWER, 0, 100_000);
          call.getResponseBody().flush();
          await();
        };

    assertThatThrownBy(this::invoke).isInstanceOf(ModelTimeoutException.class);
  }

  @Test
  void an_answer_above_the_limit_is_refused_before_it_is_read() {
    answering =
        call -> {
          call.sendResponseHeaders(200, 300_000_000);
          // On JDK 25 the headers are sent with the first bytes of the body.
          call.getResponseBody().write(1);
          call.getResponseBody().flush();
          await();
        };

    assertThatThrownBy(this::invoke)
        .isInstanceOf(AnswerTooLargeException.class)
        .hasMessage(
            "The model's answer has 300,000,000 bytes; limits.answerBytes of"
                + " stability.stable-image-core-v1:1 in models.yaml allows 8,000,000.");
    assertThatThrownBy(this::converse).isInstanceOf(AnswerTooLargeException.class);
    answering = call -> send(call, ANSWER.length);
    assertThat(invoke().body().asByteArrayUnsafe()).isEqualTo(ANSWER);
  }

  @Test
  void an_answer_without_end_is_refused_at_the_limit() throws IOException {
    answering = call -> sendForever(call, 200);

    assertThatThrownBy(this::invoke)
        .isInstanceOf(AnswerTooLargeException.class)
        .hasMessage(
            "The model's answer is too large; limits.answerBytes of"
                + " stability.stable-image-core-v1:1 in models.yaml allows 8,000,000.");
    answering =
        call -> {
          call.sendResponseHeaders(200, 0);
          call.getResponseBody().write(TEXT_START.getBytes());
          fill(call);
        };
    assertThatThrownBy(this::converse).isInstanceOf(AnswerTooLargeException.class);
  }

  @Test
  void one_byte_more_than_the_limit_is_too_much_if_the_length_is_unknown_too() {
    answering =
        call -> {
          send(call, 0);
          call.getResponseBody().write(1);
        };

    assertThatThrownBy(this::invoke).isInstanceOf(AnswerTooLargeException.class);
  }

  @Test
  void of_an_error_without_end_only_the_beginning_is_read() throws IOException {
    answering = call -> sendForever(call, 400);

    assertThatThrownBy(this::invoke)
        .isInstanceOfSatisfying(
            BedrockRuntimeException.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    assertThatThrownBy(this::converse)
        .isInstanceOfSatisfying(
            BedrockRuntimeException.class, e -> assertThat(e.statusCode()).isEqualTo(400));
  }

  @Test
  void an_answer_takes_its_memory_when_its_length_is_known() {
    Hold hold = memory.hold();
    answering = call -> send(call, ANSWER.length);

    invoke(hold);

    assertThat(memory.taken()).isBetween(2L * ANSWER.length, 2L * ANSWER.length + 1024);
    hold.close();
    // One that is refused takes none.
    answering = call -> send(call, ANSWER.length + 1L);
    assertThatThrownBy(() -> invoke(hold)).isInstanceOf(AnswerTooLargeException.class);
    assertThat(memory.taken()).isZero();
  }

  @Test
  void an_answer_waits_for_memory_until_another_one_is_dropped() throws InterruptedException {
    Hold other = memory.hold();
    other.take(10_000_000, Duration.ZERO);
    answering = call -> send(call, ANSWER.length);

    CompletableFuture<InvokeModelResponse> call =
        CompletableFuture.supplyAsync(() -> invoke(memory.hold()));
    Awaitility.await().until(memory::isShort);
    assertThat(call).isNotDone();
    other.close();

    assertThat(call.join().body().asByteArrayUnsafe()).isEqualTo(ANSWER);
  }

  @Test
  void an_answer_that_gets_no_memory_in_time_is_given_up() throws Exception {
    beImpatient();
    memory.hold().take(10_000_000, Duration.ZERO);
    answering = call -> send(call, ANSWER.length);

    assertThatThrownBy(() -> invoke(memory.hold()))
        .isInstanceOfSatisfying(
            NoMemoryException.class,
            full -> {
              assertThat(full.reason()).isEqualTo(Reason.THROTTLED);
              assertThat(full.mayBeRetried()).isFalse();
              assertThat(full.isUnsentCall()).as("may be billed").isFalse();
            })
        .hasMessage(
            "The model's answer of 8,000,000 bytes waited 1 s for memory and got none; try again"
                + " later.");
  }

  @Test
  void a_text_needs_no_more_memory_than_it_takes() {
    String end =
        "\"}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"outputTokens\":1,"
            + "\"totalTokens\":2},\"metrics\":{\"latencyMs\":1}}";
    String text = "a".repeat(6_000_000);
    byte[] answer = (TEXT_START + text + end).getBytes();
    answering =
        call -> {
          call.getResponseHeaders().add("Content-Type", "application/json");
          call.sendResponseHeaders(200, answer.length);
          call.getResponseBody().write(answer);
        };
    converse();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long allocated = threads.getCurrentThreadAllocatedBytes();
    ConverseResponse response = converse();
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;

    // Camel joins the parts of the text, and Caravan encodes it.
    long later = 2L * answer.length;
    assertThat(allocated + later)
        .isLessThanOrEqualTo(AnswerMemory.needed(new ConverseFamily(), answer.length) + 500_000);
    assertThat(response.output().message().content().get(0).text()).isEqualTo(text);
  }

  private void beImpatient() throws IOException {
    bedrock.close();
    bedrock = bedrock(2);
  }

  private InvokeModelResponse invoke() {
    return invoke(null);
  }

  private InvokeModelResponse invoke(Hold hold) {
    return bedrock.invokeModel(
        InvokeModelRequest.builder()
            .modelId(MODEL)
            .body(SdkBytes.fromUtf8String("{}"))
            .overrideConfiguration(
                call -> {
                  if (hold != null) {
                    call.putExecutionAttribute(AnswerMemory.OF_CALL, hold);
                  }
                })
            .build());
  }

  private ConverseResponse converse() {
    return bedrock.converse(ConverseRequest.builder().modelId(TEXT_MODEL).build());
  }

  private static void sendForever(HttpExchange call, int status) throws IOException {
    call.sendResponseHeaders(status, 0);
    fill(call);
  }

  /** Ends when the client closes the connection. */
  private static void fill(HttpExchange call) throws IOException {
    byte[] letters = "a".repeat(100_000).getBytes();
    while (true) {
      call.getResponseBody().write(letters);
    }
  }

  /**
   * @param said the length in the head; 0 to send it in chunks
   */
  private static void send(HttpExchange call, long said) throws IOException {
    call.getResponseHeaders().add("Content-Type", "application/json");
    call.sendResponseHeaders(200, said);
    call.getResponseBody().write(ANSWER);
  }

  private void await() {
    try {
      over.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
