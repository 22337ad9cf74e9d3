package dev.caravan.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;

/**
 * Every S3 endpoint of Camel asks for its bucket when it starts, and does not start where S3 can't
 * be reached. Here it is answered at once, and S3 is asked beside the start: what is wrong is told
 * in the log, and met as at any other time, with a queue that pauses until it is over. Whoever else
 * asks for a bucket waits for what S3 says.
 */
final class BucketsAskedLater extends DelegatingS3Client {

  private static final Logger LOG = LoggerFactory.getLogger(BucketsAskedLater.class);
  private static final int MOVED = 301;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  BucketsAskedLater(S3Client s3) {
    super(s3);
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    if (!isByAnEndpoint()) {
      return super.headBucket(request);
    }
    if (asked.add(request.bucket())) {
      Thread asking = new Thread(() -> ask(request), "bucket-check");
      asking.setDaemon(true);
      asking.start();
    }
    return HeadBucketResponse.builder().build();
  }

  /** The endpoint asks when it starts; the operation of that name is its producer's. */
  private static boolean isByAnEndpoint() {
    return STACK.walk(
        callers -> callers.anyMatch(caller -> caller.getDeclaringClass() == AWS2S3Endpoint.class));
  }

  private void ask(HeadBucketRequest request) {
    try {
      super.headBucket(request);
    } catch (AwsServiceException e) {
      warn(
          "S3 answered {} for the bucket {} ({}).",
          e.statusCode(),
          request.bucket(),
          meaning(e.statusCode()));
    } catch (SdkException | IllegalStateException e) {
      warn("S3 can't be asked for the bucket {}: {}", request.bucket(), e.getMessage());
    }
  }

  /** Nobody is to look for a bucket because the client was closed before S3 had answered. */
  private void warn(String message, Object... values) {
    if (!closed) {
      LOG.warn(message, values);
    }
  }

  @Override
  public void close() {
    closed = true;
    super.close();
  }

  private static String meaning(int status) {
    return switch (status) {
      case MOVED -> "it is in another region than AWS_REGION says";
      case FORBIDDEN -> "it is another's, or s3:ListBucket is not allowed";
      case NOT_FOUND -> "there is none of this name; see BUCKET_NAME";
      default -> "nothing can be stored while it is so";
    };
  }
}
