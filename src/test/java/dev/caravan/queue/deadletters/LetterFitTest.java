package dev.caravan.queue.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

class LetterFitTest {

  private static final int MOST = 10_000;

  @ParameterizedTest
  @CsvSource({
    "x,       100, 0,      true,  body",
    "x,     9_000, 0,      true,  body",
    "x,    12_000, 0,      true,  stored",
    "'\"',  6_000, 0,      true,  stored",
    "🏔,    4_000, 0,      true,  stored",
    "x,       100, 12_000, true,  stored",
    "x,    12_000, 0,      false, cut",
    "'\"', 12_000, 0,      false, cut",
    "🏔,   12_000, 0,      false, cut",
    "x,    12_000, 12_000, false, cut"
  })
  void every_letter_fits(
      String unit, String count, String attribute, boolean storeWorks, String part)
      throws Exception {
    String body = unit.repeat(whole(count));
    ObjectNode envelope = new ObjectMapper().createObjectNode().put("schema", 1).put("id", "a-1");
    ObjectNode message = envelope.putObject("message").put("body", body);
    message.putObject("attributes").put("a", "y".repeat(whole(attribute)));
    LetterBodies bodies = new LetterBodies(new Store(storeWorks), "bucket", "prefix");

    String written = new LetterFit(bodies, () -> MOST).fit(envelope);

    assertThat(written.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MOST);
    JsonNode read = new ObjectMapper().readTree(written).get("message");
    assertThat(read.has(part)).as(written).isTrue();
    assertThat(read.has("stored")).isEqualTo(part.equals("stored"));
    switch (part) {
      case "body" -> assertThat(read.get("body").asText()).isEqualTo(body);
      case "stored" ->
          assertThat(read.at("/stored/key").asText()).isEqualTo("prefix/dead-letters/a-1");
      default -> assertThat(body).startsWith(read.get("body").asText());
    }
  }

  private static int whole(String digits) {
    return Integer.parseInt(digits.replace("_", ""));
  }

  private record Store(boolean works) implements S3Client {

    @Override
    public PutObjectResponse putObject(PutObjectRequest put, RequestBody body) {
      if (!works) {
        throw SdkClientException.create("S3 is away");
      }
      return PutObjectResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }
}
