package dev.caravan.store;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Finds a result by its generation's id, whatever its content type is. */
final class StoredResults {

  private static final List<String> KINDS = List.of("image/png", "image/jpeg", "text/plain");

  private final S3Client s3;
  private final String bucket;
  private final ResultKeys keys;

  StoredResults(S3Client s3, String bucket, ResultKeys keys) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = keys;
  }

  Optional<ResultFacts> find(String id) {
    return KINDS.stream()
        .map(kind -> head(keys.of(id, kind)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<ResultFacts> head(String key) {
    try {
      HeadObjectResponse there = s3.headObject(head -> head.bucket(bucket).key(key));
      return there.metadata().containsKey("sha256")
          ? Optional.of(
              ResultFacts.from(
                  bucket, key, there.contentType(), there.contentLength(), there.metadata()))
          : Optional.empty();
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return Optional.empty();
      }
      throw new StoreException("Can't look for s3://" + bucket + "/" + key, e);
    }
  }
}
