package dev.caravan.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.aws.SdkDefaults;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The trace in the requests to AWS, made by the SDK's clients and read by a local server. */
class TracedCallsTest {

  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private record Arrived(Headers headers, String body) {}

  private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
  private LocalCollector collector;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    collector = LocalCollector.start();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    collector.close();
  }

  @Test
  void a_call_of_s3_and_of_bedrock_is_told_the_span_that_it_is() {
    Traces traces = exporting();
    begin(traces);
    callS3(traces);
    callBedrock(traces);
    traces.leave();
    traces.close();

    assertThat(arrived).hasSize(2);
    for (int at = 0; at < 2; at++) {
      CollectedSpan span = collector.spans().get(at);
      assertThat(arrived.get(at).headers().get("traceparent"))
          .containsExactly("00-" + span.traceId() + '-' + span.id() + "-01");
      assertThat(arrived.get(at).headers().get("tracestate")).containsExactly("vendor=1");
      assertThat(span.parentId()).isNotEqualTo("00f067aa0ba902b7");
    }
    assertThat(collector.spans())
        .extracting(CollectedSpan::name)
        .containsExactly("S3.PutObject", "BedrockRuntime.Converse");
  }

  @Test
  void a_call_for_no_prompt_is_no_span() {
    Traces traces = exporting();
    callS3(traces);
    traces.close();

    assertThat(arrived).hasSize(1);
    assertThat(arrived.get(0).headers()).doesNotContainKey("Traceparent");
    assertThat(collector.spans()).isEmpty();
  }

  @Test
  void where_nothing_is_exported_a_message_carries_its_callers_trace_and_calls_are_left_alone() {
    Traces traces = new Traces(new ExportVariables(name -> null));
    begin(traces);
    callS3(traces);
    send(traces);

    assertThat(arrived.get(0).headers()).doesNotContainKey("Traceparent");
    assertThat(arrived.get(1).body())
        .contains("\"traceparent\":{\"StringValue\":\"" + PARENT + "\",\"DataType\":\"String\"}")
        .contains("\"tracestate\":{\"StringValue\":\"vendor=1\",\"DataType\":\"String\"}");
  }

  private static void begin(Traces traces) {
    traces.begin(TraceParent.parse(PARENT, "vendor=1"), "POST /generate", TraceSpan.Kind.SERVER);
  }

  private void callS3(Traces traces) {
    try (S3Client s3 = client(S3Client.builder().forcePathStyle(true), traces)) {
      s3.putObject(put -> put.bucket("bucket").key("key"), RequestBody.fromString("text"));
    }
  }

  private void callBedrock(Traces traces) {
    try (BedrockRuntimeClient bedrock = client(BedrockRuntimeClient.builder(), traces)) {
      bedrock.converse(converse -> converse.modelId("amazon.nova-lite-v1:0"));
    }
  }

  private void send(Traces traces) {
    try (SqsClient sqs = client(SqsClient.builder().checksumValidationEnabled(false), traces)) {
      sqs.sendMessage(send -> send.queueUrl(endpoint() + "/0/prompts").messageBody("a boat"));
    }
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, Traces traces) {
    AwsBasicCredentials random =
        AwsBasicCredentials.create(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    return builder
        .httpClientBuilder(SdkDefaults.httpClient())
        .endpointOverride(URI.create(endpoint()))
        .region(Region.EU_NORTH_1)
        .credentialsProvider(StaticCredentialsProvider.create(random))
        .overrideConfiguration(
            config ->
                config
                    .retryStrategy(SdkDefaults.retryMode())
                    .addExecutionInterceptor(new TracedCalls(traces)))
        .build();
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Traces exporting() {
    System.setProperty("otel.exporter.otlp.endpoint", collector.endpoint());
    try {
      Traces traces = new Traces();
      traces.start();
      return traces;
    } finally {
      System.clearProperty("otel.exporter.otlp.endpoint");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange;
        OutputStream body = exchange.getResponseBody()) {
      String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      arrived.add(new Arrived(exchange.getRequestHeaders(), request));
      byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      body.write(answer);
    }
  }
}
