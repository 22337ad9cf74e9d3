package dev.caravan.cli.doctor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.aws.SdkDefaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A server on loopback that gives every call of AWS the answer that a test names. */
final class StubAws implements AutoCloseable {

  /**
   * @param type the error's code for JSON services; may be empty
   */
  record Answer(int status, String type, String body) {

    static Answer json(int status, String code, String message) {
      return new Answer(
          status, code, "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
    }

    static Answer xml(int status, String code, String message) {
      return new Answer(
          status,
          "",
          "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message));
    }

    /** As STS answers. */
    static Answer query(int status, String code, String message) {
      return new Answer(
          status,
          "",
          "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
              .formatted(code, message));
    }

    static Answer empty(int status) {
      return new Answer(status, "", "");
    }
  }

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("stub", "stub"));

  private final HttpServer server;

  /**
   * @param answers by method and path, for example {@code GET /bucket/key}
   */
  StubAws(Function<String, Answer> answers) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", call -> answer(call, answers));
    server.start();
  }

  static StubAws always(Answer answer) {
    return new StubAws(call -> answer);
  }

  /** A queue with these attributes. */
  static StubAws queue(Map<String, String> attributes) {
    return always(attributes(attributes));
  }

  static Answer attributes(Map<String, String> attributes) {
    String list =
        String.join(
            ",",
            attributes.entrySet().stream()
                .map(each -> "\"%s\":\"%s\"".formatted(each.getKey(), each.getValue()))
                .toList());
    return new Answer(200, "", "{\"Attributes\":{%s}}".formatted(list));
  }

  private static void answer(HttpExchange call, Function<String, Answer> answers)
      throws IOException {
    try (call) {
      call.getRequestBody().readAllBytes();
      Answer answer = answers.apply(call.getRequestMethod() + " " + call.getRequestURI().getPath());
      if (!answer.type().isEmpty()) {
        call.getResponseHeaders().set("x-amzn-ErrorType", answer.type());
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean hasBody = body.length > 0 && !call.getRequestMethod().equals("HEAD");
      call.sendResponseHeaders(answer.status(), hasBody ? body.length : -1);
      if (hasBody) {
        call.getResponseBody().write(body);
      }
    }
  }

  SqsClient sqs() {
    return built(SqsClient.builder());
  }

  StsClient sts() {
    return built(StsClient.builder());
  }

  S3Client s3() {
    return built(S3Client.builder().forcePathStyle(true));
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C built(B builder) {
    return builder
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .endpointOverride(endpoint())
        .region(Region.EU_NORTH_1)
        .credentialsProvider(CREDENTIALS)
        .build();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
