package dev.caravan.store;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Encrypts every object with one KMS key: results, records, the index, what was spent. The policy
 * of a bucket may refuse every write without these headers.
 */
final class KmsEncryption extends DelegatingS3Client {

  private final String key;

  /**
   * @param key ARN, id or alias of the key
   */
  KmsEncryption(S3Client s3, String key) {
    super(s3);
    this.key = key;
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest put, RequestBody content) {
    return super.putObject(
        put.toBuilder().serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(key).build(),
        content);
  }
}
