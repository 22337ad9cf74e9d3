package dev.caravan.queue.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Sha256;
import dev.caravan.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

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

  @Test
  void a_stored_body_is_not_replaced_by_that_of_another_message() throws Exception {
    Store store = new Store(true);
    LetterBodies bodies = new LetterBodies(store, "bucket", "");

    bodies.store("a-1", "the first");
    bodies.store("a-1", "the first");

    assertThatThrownBy(() -> bodies.store("a-1", "a forged one"))
        .isInstanceOf(StoreException.class);
    assertThat(store.objects.get("dead-letters/a-1"))
        .isEqualTo(Sha256.of("the first".getBytes(StandardCharsets.UTF_8)).hex());
  }

  private static int whole(String digits) {
    return Integer.parseInt(digits.replace("_", ""));
  }

  /** Honours If-None-Match, and keeps the digest of each object. */
  private static final class Store implements S3Client {

    private final boolean works;
    private final Map<String, String> objects = new HashMap<>();

    Store(boolean works) {
      this.works = works;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest put, RequestBody body) {
      if (!works) {
        throw SdkClientException.create("S3 is away");
      }
      if ("*".equals(put.ifNoneMatch()) && objects.containsKey(put.key())) {
        throw S3Exception.builder().statusCode(412).message("exists").build();
      }
      objects.put(put.key(), put.metadata().get("sha256"));
      return PutObjectResponse.builder().build();
    }

    @Override
    public HeadObjectResponse headObject(Consumer<HeadObjectRequest.Builder> head) {
      if (!works) {
        throw SdkClientException.create("S3 is away");
      }
      HeadObjectRequest.Builder request = HeadObjectRequest.builder();
      head.accept(request);
      String digest = objects.get(request.build().key());
      if (digest == null) {
        throw NoSuchKeyException.builder().statusCode(404).build();
      }
      return HeadObjectResponse.builder().metadata(Map.of("sha256", digest)).build();
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }
}
