package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.SystemProperties;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** What InvokeModel answers arrives as it was sent, however it was sent, and in one piece. */
class RegionalBedrockTest {

  private static final String MODEL = "stability.stable-image-core-v1:1";
  private static final byte[] ANSWER = new byte[8_000_000];

  static {
    new Random(1).nextBytes(ANSWER);
  }

  private interface Answering {
    void to(HttpExchange call) throws IOException;
  }

  private final SystemProperties properties = new SystemProperties();
  private final Set<InetSocketAddress> connections = Collections.synchronizedSet(new HashSet<>());
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
    server.start();
    properties.set("aws.accessKeyId", UUID.randomUUID().toString());
    properties.set("aws.secretAccessKey", UUID.randomUUID().toString());
    properties.set(
        "aws.endpointUrlBedrockRuntime", "http://127.0.0.1:" + server.getAddress().getPort());
    // An answer that comes must not be late on a busy machine.
    bedrock = waiting(60);
  }

  private static RegionalBedrock waiting(int seconds) {
    return new RegionalBedrock(
        Catalogue.read("routes/models.yaml"), seconds, 5, new ExecutionInterceptor() {});
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
    answering = call -> send(call, ANSWER.length + 1L);

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
  void an_answer_that_stops_on_its_way() {
    bedrock.close();
    bedrock = waiting(2);
    answering =
        call -> {
          call.sendResponseHeaders(200, ANSWER.length);
          call.getResponseBody().write(ANSWER, 0, 100_000);
          call.getResponseBody().flush();
          await();
        };

    assertThatThrownBy(this::invoke).isInstanceOf(ModelTimeoutException.class);
  }

  private InvokeModelResponse invoke() {
    return bedrock.invokeModel(
        InvokeModelRequest.builder().modelId(MODEL).body(SdkBytes.fromUtf8String("{}")).build());
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
