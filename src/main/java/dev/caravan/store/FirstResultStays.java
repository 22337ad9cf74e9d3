package dev.caravan.store;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Stores a result only if there is none: {@code If-None-Match: *}. If there is one, its metadata
 * shows whose it is. An owner that lost its claim can't overwrite the result of the next owner,
 * whose digest is in the record by then. Objects without a result's metadata are stored as usual.
 */
final class FirstResultStays extends DelegatingS3Client {

  /** The metadata field with the fingerprint of the prompt that the result was made from. */
  static final String FINGERPRINT = "fingerprint";

  FirstResultStays(S3Client s3) {
    super(s3);
  }

  /**
   * @throws StoredByAnotherException if another owner stored another result of the same prompt
   */
  @Override
  public PutObjectResponse putObject(PutObjectRequest put, RequestBody content) {
    if (!put.metadata().containsKey(HeaderChecksums.SHA256)
        || !put.metadata().containsKey(FINGERPRINT)) {
      return super.putObject(put, content);
    }
    try {
      return super.putObject(put.toBuilder().ifNoneMatch("*").build(), content);
    } catch (SdkException e) {
      if (!S3Answers.isConflict(e)) {
        throw e;
      }
      return resolve(put, content, there(put, e));
    }
  }

  private HeadObjectResponse there(PutObjectRequest put, SdkException refused) {
    try {
      return headObject(head -> head.bucket(put.bucket()).key(put.key()));
    } catch (SdkException e) {
      // If the object is not there, another write is in progress, and this one is tried again.
      refused.addSuppressed(e);
      throw refused;
    }
  }

  private PutObjectResponse resolve(
      PutObjectRequest put, RequestBody content, HeadObjectResponse there) {
    if (isSame(HeaderChecksums.SHA256, put, there)) {
      // An earlier attempt was applied, and its answer was lost.
      return PutObjectResponse.builder().eTag(there.eTag()).build();
    }
    if (isSame(FINGERPRINT, put, there)) {
      throw new StoredByAnotherException(
          put.key(),
          ResultFacts.from(
              put.bucket(),
              put.key(),
              there.contentType(),
              there.contentLength(),
              there.metadata()));
    }
    // The result of another prompt whose record is gone: this prompt has its id now.
    return super.putObject(put.toBuilder().ifMatch(there.eTag()).build(), content);
  }

  private static boolean isSame(String field, PutObjectRequest put, HeadObjectResponse there) {
    return put.metadata().get(field).equals(there.metadata().get(field));
  }
}
