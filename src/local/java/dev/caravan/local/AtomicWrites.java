package dev.caravan.local;

import com.google.common.util.concurrent.Striped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.Lock;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Makes conditional writes atomic, as in S3: of several writes that name the same version, one
 * succeeds. S3Proxy 4.1.0 checks {@code If-Match} only once, before it writes, so sixteen writes at
 * the same time all succeed.
 */
final class AtomicWrites extends ForwardingBlobStore {

  private final Striped<Lock> locks = Striped.lock(256);

  AtomicWrites(BlobStore store) {
    super(store);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
    Lock lock = locks.get(request.bucket() + "/" + request.key());
    lock.lock();
    try {
      if (request.ifMatch() != null && !unquoted(request.ifMatch()).equals(version(request))) {
        // If nobody read the body, the connection would break before the caller has the answer.
        content.transferTo(OutputStream.nullOutputStream());
        throw preconditionFailed();
      }
      return super.putBlob(request, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private String version(PutObjectRequest request) {
    HeadObjectResponse there =
        blobMetadata(
            HeadObjectRequest.builder().bucket(request.bucket()).key(request.key()).build());
    return there == null ? null : unquoted(there.eTag());
  }

  private static String unquoted(String eTag) {
    return eTag.replace("\"", "");
  }

  private static S3Exception preconditionFailed() {
    return (S3Exception)
        S3Exception.builder()
            .statusCode(412)
            .message("At least one of the pre-conditions you specified did not hold")
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("PreconditionFailed").build())
            .build();
  }
}
