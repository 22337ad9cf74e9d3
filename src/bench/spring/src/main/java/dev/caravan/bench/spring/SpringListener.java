package dev.caravan.bench.spring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.awspring.cloud.sqs.annotation.SqsListener;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Receive, invoke, put the image, acknowledge, as a Spring Cloud AWS listener with its own
 * defaults, ten messages a poll and so many at once as the others: no claim, no record. It reads
 * the image by the same streaming parser as Caravan.
 */
@SpringBootApplication
public class SpringListener {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final S3Client s3;
  private final BedrockRuntimeClient bedrock;
  private final String bucket = System.getenv("BUCKET_NAME");

  public SpringListener(S3Client s3, BedrockRuntimeClient bedrock) {
    this.s3 = s3;
    this.bedrock = bedrock;
  }

  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(SpringListener.class);
    application.setDefaultProperties(
        java.util.Map.of("logging.level.root", "warn", "spring.main.banner-mode", "off"));
    application.run(arguments);
    // It has no HTTP entrance; the bench waits for this line.
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
    byte[] answer =
        bedrock
            .invokeModel(
                invoke ->
                    invoke
                        .modelId("stability.stable-image-core-v1:1")
                        .contentType("application/json")
                        .accept("application/json")
                        .body(SdkBytes.fromUtf8String(request(message.getPayload()))))
            .body()
            .asByteArrayUnsafe();
    s3.putObject(
        put -> put.bucket(bucket).key("images/" + id + ".png").contentType("image/png"),
        RequestBody.fromBytes(image(answer)));
  }

  private static String request(String prompt) {
    return "{\"prompt\":\""
        + new String(
            com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(prompt))
        + "\",\"mode\":\"text-to-image\",\"aspect_ratio\":\"1:1\",\"output_format\":\"png\"}";
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

  /** As Caravan and the loop have it. */
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
