package dev.caravan.store;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Copies streams that can be read only once into memory. Without aws-chunked, the SDK reads a
 * content twice over plain HTTP: once to sign it and once to send it.
 */
final class RepeatableBodies extends DelegatingS3Client {

  RepeatableBodies(S3Client s3) {
    super(s3);
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest put, RequestBody content) {
    return super.putObject(put, repeatable(content));
  }

  private static RequestBody repeatable(RequestBody content) {
    try {
      InputStream stream = content.contentStreamProvider().newStream();
      return stream.markSupported() ? content : RequestBody.fromBytes(stream.readAllBytes());
    } catch (IOException e) {
      throw SdkClientException.create("The content could not be read.", e);
    }
  }
}
