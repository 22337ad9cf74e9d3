package dev.caravan.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;

/**
 * Answers HeadBucket at once with success, and sends the first request for each bucket to S3 on
 * another thread, which logs a warning if the bucket can't be used. Every S3 endpoint of Camel
 * sends HeadBucket when it starts and does not start if S3 can't be reached; Caravan starts all the
 * same, and its queue pauses until S3 is back.
 */
final class BucketCheckBesideStart extends DelegatingS3Client {

  private static final Logger LOG = LoggerFactory.getLogger(BucketCheckBesideStart.class);
  private static final int MOVED = 301;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final Set<String> checked = ConcurrentHashMap.newKeySet();

  BucketCheckBesideStart(S3Client s3) {
    super(s3);
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    if (checked.add(request.bucket())) {
      Thread check = new Thread(() -> check(request), "bucket-check");
      check.setDaemon(true);
      check.start();
    }
    return HeadBucketResponse.builder().build();
  }

  private void check(HeadBucketRequest request) {
    try {
      super.headBucket(request);
    } catch (AwsServiceException e) {
      LOG.warn(
          "S3 answered {} for the bucket {} ({}).",
          e.statusCode(),
          request.bucket(),
          meaning(e.statusCode()));
    } catch (SdkException e) {
      LOG.warn("The bucket {} could not be checked: {}", request.bucket(), e.getMessage());
    } catch (IllegalStateException e) {
      // The client was closed before S3 answered, which says nothing about the bucket.
      LOG.debug("The check of the bucket {} was cancelled.", request.bucket());
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case MOVED -> "the bucket is in another region than AWS_REGION";
      case FORBIDDEN -> "the bucket belongs to another account, or s3:ListBucket is not allowed";
      case NOT_FOUND -> "the bucket does not exist; check BUCKET_NAME";
      default -> "Caravan can't store anything until this is fixed";
    };
  }
}
