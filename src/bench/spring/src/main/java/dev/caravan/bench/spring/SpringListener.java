package dev.caravan.bench.spring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.awspring.cloud.sqs.annotation.SqsListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The same job as a Spring Cloud AWS listener with its own defaults, ten messages per poll, and as
 * many messages at once as the others. It reads the image with the same streaming parser as
 * Caravan.
 */
@SpringBootApplication
public class SpringListener {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final Store store;
  private final BedrockRuntimeClient bedrock;
  private final String owner = "spring-" + ProcessHandle.current().pid();

  SpringListener(Store store, BedrockRuntimeClient bedrock) {
    this.store = store;
    this.bedrock = bedrock;
  }

  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(SpringListener.class);
    application.setDefaultProperties(
        java.util.Map.of("logging.level.root", "warn", "spring.main.banner-mode", "off"));
    application.run(arguments);
    // The bench waits for this line; this contestant has no HTTP entrance.
    System.err.println("Ready: HTTP on port 0, Spring Cloud AWS.");
  }

  @SqsListener(
      queueNames = "${SQS_QUEUE_URL}",
      maxConcurrentMessages = "${CARAVAN_QUEUE_CONSUMERS}",
      maxMessagesPerPoll = "10",
      pollTimeoutSeconds = "20",
      messageVisibilitySeconds = "120")
  public void onMessage(Message<String> message) throws IOException {
    String id =
        String.valueOf(message.getHeaders().getOrDefault("id", message.getHeaders().getId()));
    Generation claimed = Generation.claimed(id, message.getPayload(), owner, Instant.now());
    String etag = store.claim(claimed);

    Instant invoked = Instant.now();
    byte[] answer = invoke(claimed);
    Instant answered = Instant.now();

    Generation.Result result = store.image(claimed, image(answer));
    store.finish(claimed.done(result, invoked, answered, Instant.now()), etag);
  }

  private byte[] invoke(Generation claimed) {
    return bedrock
        .invokeModel(
            invoke ->
                invoke
                    .modelId(claimed.model())
                    .contentType("application/json")
                    .accept("application/json")
                    .body(SdkBytes.fromUtf8String(request(claimed))))
        .body()
        .asByteArrayUnsafe();
  }

  private static String request(Generation claimed) {
    return "{\"prompt\":\""
        + new String(JsonStringEncoder.getInstance().quoteAsString(claimed.prompt().text()))
        + "\",\"mode\":\"text-to-image\",\"aspect_ratio\":\"1:1\",\"output_format\":\"png\",\"seed\":"
        + claimed.seed()
        + "}";
  }

  private static byte[] image(byte[] answer) throws IOException {
    try (JsonParser parser = JSON.createParser(answer)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && "images".equals(parser.currentName())
            && parser.nextToken() == JsonToken.START_ARRAY
            && parser.nextToken() == JsonToken.VALUE_STRING) {
          return parser.getBinaryValue();
        }
      }
    }
    throw new IOException("the model answered without an image");
  }

  /** The same Bedrock client as Caravan's and the loop's. */
  @Bean
  static BedrockRuntimeClient bedrock() {
    return BedrockRuntimeClient.builder()
        .httpClientBuilder(
            ApacheHttpClient.builder().socketTimeout(Duration.ofSeconds(120)).maxConnections(100))
        .build();
  }

  @Bean
  static S3Client s3() {
    return S3Client.builder()
        .forcePathStyle(true)
        .httpClientBuilder(
            ApacheHttpClient.builder().maxConnections(200).expectContinueEnabled(false))
        .build();
  }
}
