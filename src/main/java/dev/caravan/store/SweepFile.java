package dev.caravan.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The notes of the sweep in S3. Each write is conditional, so that of several instances only one
 * makes the next run.
 */
final class SweepFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The notes as read or written.
   *
   * @param version null if there is no file yet
   * @param age since the last write; long if there is no file yet
   */
  record Version(SweepNotes notes, String version, Duration age) {}

  private static final Duration LONG_AGO = Duration.ofDays(1);

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final Clock clock;

  SweepFile(S3Client s3, String bucket, Keys keys, Clock clock) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = keys.sweep();
    this.clock = clock;
  }

  /**
   * @param first the notes if there are none, or they can't be read
   * @throws StoreException if S3 can't be read
   */
  Version read(SweepNotes first) {
    try {
      ResponseBytes<GetObjectResponse> object =
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
      GetObjectResponse answer = object.response();
      return new Version(parse(object.asByteArrayUnsafe(), first), answer.eTag(), age(answer));
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return new Version(first, null, LONG_AGO);
      }
      throw failed("read", e);
    }
  }

  /** A store that sends no time makes instances sweep in turn more often than necessary. */
  private Duration age(GetObjectResponse answer) {
    return S3Answers.age(answer)
        .or(
            () ->
                Optional.ofNullable(answer.lastModified())
                    .map(modified -> Duration.between(modified, clock.instant())))
        .orElse(LONG_AGO);
  }

  private static SweepNotes parse(byte[] json, SweepNotes first) {
    try {
      SweepNotes notes = JSON.readValue(json, SweepNotes.class);
      return notes.seen() == null ? first : notes;
    } catch (IOException e) {
      return first;
    }
  }

  /**
   * @return the new version; empty if another instance wrote first, or the answer was unclear
   * @throws StoreException if S3 refuses the write
   */
  Optional<Version> write(SweepNotes notes, String version) {
    try {
      byte[] json = JSON.writeValueAsBytes(notes);
      PutObjectRequest.Builder put =
          PutObjectRequest.builder()
              .bucket(bucket)
              .key(key)
              .contentType("application/json")
              .checksumCRC32(HeaderChecksums.crc32(json));
      if (version == null) {
        put.ifNoneMatch("*");
      } else {
        put.ifMatch(version);
      }
      String etag = s3.putObject(put.build(), RequestBody.fromBytes(json)).eTag();
      return Optional.of(new Version(notes, etag, Duration.ZERO));
    } catch (SdkException e) {
      if (S3Answers.isConflict(e) || S3Answers.isMissing(e)) {
        return Optional.empty();
      }
      throw failed("write", e);
    } catch (JacksonException e) {
      throw new IllegalStateException("The sweep's notes could not be written as JSON.", e);
    }
  }

  private StoreException failed(String what, SdkException e) {
    return new StoreException("Can't %s s3://%s/%s".formatted(what, bucket, key), e);
  }
}
