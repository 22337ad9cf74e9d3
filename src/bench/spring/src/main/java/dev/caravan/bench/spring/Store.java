package dev.caravan.bench.spring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Stores records, their index and the images, with the same four calls as Caravan. */
@Component
class Store {

  private final S3Client s3;
  private final String bucket = System.getenv("BUCKET_NAME");
  private final JsonMapper json =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  Store(S3Client s3) {
    this.s3 = s3;
  }

  /**
   * If the record exists already, S3 refuses the write and the run fails. The bench sends no prompt
   * twice.
   *
   * @return the record's ETag
   */
  String claim(Generation claimed) {
    String etag = put(claimed, put -> put.ifNoneMatch("*"));
    index(claimed);
    return etag;
  }

  void finish(Generation done, String etag) {
    put(done, put -> put.ifMatch(etag));
  }

  Generation.Result image(Generation claimed, byte[] image) {
    Generation.Result result =
        new Generation.Result(
            bucket,
            "images/" + claimed.id() + ".png",
            "image/png",
            image.length,
            Sha256.hex(image));
    Map<String, String> facts =
        Map.of(
            "sha256", result.sha256(),
            "model", claimed.model(),
            "seed", String.valueOf(claimed.seed()),
            "cost-usd", "0.04");
    s3.putObject(
        put ->
            put.bucket(bucket).key(result.key()).contentType(result.contentType()).metadata(facts),
        RequestBody.fromBytes(image));
    return result;
  }

  private String put(Generation generation, Consumer<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key(generation))
            .contentType("application/json");
    condition.accept(put);
    return s3.putObject(put.build(), RequestBody.fromBytes(write(generation))).eTag();
  }

  private void index(Generation claimed) {
    String key =
        "index/%013d-%s".formatted(9_999_999_999_999L - System.currentTimeMillis(), claimed.id());
    s3.putObject(put -> put.bucket(bucket).key(key).contentType("text/plain"), RequestBody.empty());
  }

  private static String key(Generation generation) {
    return "generations/" + generation.id() + ".json";
  }

  private byte[] write(Generation generation) {
    try {
      return json.writeValueAsBytes(generation);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
  }
}
