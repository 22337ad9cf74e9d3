package dev.caravan.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Small JSON objects below one prefix: read only if they have changed, and written by
 * compare-and-set. After a lost answer, a conditional write may report a conflict with itself;
 * callers read the object to find out.
 */
public final class SmallObjects {

  private static final int NOT_MODIFIED = 304;

  /**
   * An object as it was read.
   *
   * @param version for {@link #replace} and {@link #readIfChanged}
   * @param age since its last write, by S3's clock; zero if the server does not send both times
   */
  public record Found(byte[] bytes, String version, Duration age) {}

  /**
   * The answer to a conditional read.
   *
   * @param isUnchanged true if the object still has the version that the caller knows
   * @param found empty if it is unchanged or missing
   */
  public record Reading(boolean isUnchanged, Optional<Found> found) {}

  private final S3Client s3;
  private final String bucket;
  private final String prefix;
  private final Duration timeout;

  /**
   * @param prefix of every name; empty, or ends with {@code /}
   * @param timeout of each call, with its retries
   */
  public SmallObjects(S3Client s3, String bucket, String prefix, Duration timeout) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
    this.timeout = timeout;
  }

  /**
   * The object of this name; empty if there is none.
   *
   * @param mostBytes largest size that is read
   * @throws StoreException if S3 can't be read, or the object is larger
   */
  public Optional<Found> read(String name, int mostBytes) {
    return readIfChanged(name, null, mostBytes).found();
  }

  /**
   * Reads the object unless it has the version that the caller knows.
   *
   * @param version null to read in any case
   * @throws StoreException if S3 can't be read, or the object is larger than {@code mostBytes}
   */
  public Reading readIfChanged(String name, String version, int mostBytes) {
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(prefix + name)
            .ifNoneMatch(version)
            .overrideConfiguration(call -> call.apiCallTimeout(timeout))
            .build();
    try {
      Found found = s3.getObject(get, within(mostBytes));
      if (found.bytes() == null) {
        throw new StoreException("%s is larger than %d bytes.".formatted(address(name), mostBytes));
      }
      return new Reading(false, Optional.of(found));
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return new Reading(false, Optional.empty());
      }
      if (e instanceof AwsServiceException answer && answer.statusCode() == NOT_MODIFIED) {
        return new Reading(true, Optional.empty());
      }
      throw failed("read", name, e);
    }
  }

  /** Reads no body that is too large; its bytes are null then. */
  private static ResponseTransformer<GetObjectResponse, Found> within(int mostBytes) {
    return (answer, body) ->
        new Found(
            bytes(body, mostBytes), answer.eTag(), S3Answers.age(answer).orElse(Duration.ZERO));
  }

  private static byte[] bytes(AbortableInputStream body, int mostBytes) throws IOException {
    byte[] bytes = body.readNBytes(mostBytes + 1);
    if (bytes.length <= mostBytes) {
      return bytes;
    }
    body.abort();
    return null;
  }

  /**
   * Creates an object.
   *
   * @return its version; empty if it exists, or another write is in progress
   * @throws StoreException if S3 can't be written
   */
  public Optional<String> create(String name, byte[] json) {
    return conditionally(name, json, put -> put.ifNoneMatch("*"));
  }

  /**
   * Replaces this version of an object.
   *
   * @return the new version; empty if the object has another version or is missing
   * @throws StoreException if S3 can't be written
   */
  public Optional<String> replace(String name, byte[] json, String version) {
    return conditionally(name, json, put -> put.ifMatch(version));
  }

  private Optional<String> conditionally(
      String name, byte[] json, Consumer<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder put = put(name, json);
    condition.accept(put);
    try {
      return Optional.of(s3.putObject(put.build(), RequestBody.fromBytes(json)).eTag());
    } catch (SdkException e) {
      if (S3Answers.isConflict(e) || S3Answers.isMissing(e)) {
        return Optional.empty();
      }
      throw failed("write", name, e);
    }
  }

  /**
   * Writes an object, whether it exists or not.
   *
   * @throws StoreException if S3 can't be written
   */
  public void write(String name, byte[] json) {
    calling(
        "write", name, () -> s3.putObject(put(name, json).build(), RequestBody.fromBytes(json)));
  }

  /**
   * The names of the objects in a folder, without the folder.
   *
   * @param folder the start of their names
   * @param since only objects that were written after this time; {@link Instant#MIN} for all
   * @throws StoreException if S3 can't be read
   */
  public List<String> list(String folder, Instant since) {
    String start = prefix + folder;
    return calling(
        "list",
        folder,
        () ->
            s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(start)).contents().stream()
                .filter(object -> object.lastModified().isAfter(since))
                .map(S3Object::key)
                .map(key -> key.substring(start.length()))
                .toList());
  }

  private PutObjectRequest.Builder put(String name, byte[] json) {
    return PutObjectRequest.builder()
        .bucket(bucket)
        .key(prefix + name)
        .contentType("application/json")
        .checksumCRC32(HeaderChecksums.crc32(json))
        .overrideConfiguration(call -> call.apiCallTimeout(timeout));
  }

  private <T> T calling(String what, String name, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw failed(what, name, e);
    }
  }

  /** The address of an object, for messages. */
  public String address(String name) {
    return "s3://" + bucket + "/" + prefix + name;
  }

  private StoreException failed(String what, String name, SdkException e) {
    String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    return new StoreException("Can't %s %s: %s".formatted(what, address(name), why), e);
  }
}
