package dev.caravan.queue.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
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

    String written = new LetterFit(bodies, () -> MOST).fit(envelope, "of-the-prompt");

    assertThat(written.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MOST);
    JsonNode read = new ObjectMapper().readTree(written).get("message");
    assertThat(read.has(part)).as(written).isTrue();
    assertThat(read.has("stored")).isEqualTo(part.equals("stored"));
    // A whole body shows it.
    assertThat(read.path("fingerprint").asText())
        .isEqualTo(part.equals("body") ? "" : "of-the-prompt");
    switch (part) {
      case "body" -> assertThat(read.get("body").asText()).isEqualTo(body);
      case "stored" ->
          assertThat(read.at("/stored/key").asText())
              .isEqualTo("prefix/dead-letters/a-1/" + read.at("/stored/sha256").asText());
      default -> assertThat(body).startsWith(read.get("body").asText());
    }
  }

  @Test
  void the_bodies_of_two_letters_with_one_id_are_both_kept() {
    LetterBodies bodies = new LetterBodies(new Store(true), "bucket", "");

    LetterBodies.Place first = bodies.store("a-1", "the first");
    LetterBodies.Place again = bodies.store("a-1", "the first");
    LetterBodies.Place second = bodies.store("a-1", "the second");

    assertThat(again).isEqualTo(first);
    assertThat(bodies.read("a-1", first.digest())).contains("the first");
    assertThat(bodies.read("a-1", second.digest())).contains("the second");
    assertThat(bodies.read("a-2", first.digest())).isEmpty();
  }

  private static int whole(String digits) {
    return Integer.parseInt(digits.replace("_", ""));
  }

  /** Keeps the objects in memory. */
  private static final class Store implements S3Client {

    private final boolean works;
    private final Map<String, byte[]> objects = new HashMap<>();

    Store(boolean works) {
      this.works = works;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest put, RequestBody body) {
      if (!works) {
        throw SdkClientException.create("S3 is away");
      }
      try (InputStream content = body.contentStreamProvider().newStream()) {
        objects.put(put.key(), content.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return PutObjectResponse.builder().build();
    }

    @Override
    public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest get) {
      byte[] object = objects.get(get.key());
      if (object == null) {
        throw NoSuchKeyException.builder().statusCode(404).build();
      }
      return ResponseBytes.fromByteArray(GetObjectResponse.builder().build(), object);
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }
}
