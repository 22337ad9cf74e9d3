package dev.caravan.bench.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.store.RecordJson;
import java.time.Instant;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes records (compare-and-set) and their index entries with the SDK. The records are the same
 * as Caravan's, to the byte.
 */
public final class Records {

  private final S3Client s3;
  private final String bucket;
  private final String owner = "bench-" + ProcessHandle.current().pid();
  private final JsonMapper json = new RecordJson().mapper();

  public Records(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /**
   * If the record exists already, S3 refuses the write and the run fails. The bench sends no prompt
   * twice.
   */
  public Generation claim(Generation accepted) {
    Instant now = Instant.now();
    Generation claimed =
        put(
            accepted.claimed(new Claim(owner, now.plusSeconds(60)), now),
            put -> put.ifNoneMatch("*"));
    index(claimed);
    return claimed;
  }

  public void finish(Generation done) {
    put(done, put -> put.ifMatch(done.version()));
  }

  private Generation put(Generation generation, Consumer<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key(generation))
            .contentType("application/json");
    condition.accept(put);
    return generation.withVersion(
        s3.putObject(put.build(), RequestBody.fromBytes(write(generation))).eTag());
  }

  private void index(Generation generation) {
    long inverted = 9_999_999_999_999L - generation.times().received().toEpochMilli();
    String key = "index/%013d-%s".formatted(inverted, generation.id());
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
