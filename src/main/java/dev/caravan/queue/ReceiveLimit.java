package dev.caravan.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The queue's {@code maxReceiveCount}. After that many receives, SQS moves a message to the
 * dead-letter queue without a reason. Caravan therefore sends a message again before its receives
 * run out: when it is given back, and if instances were killed, when it is received. The limit is
 * read from the queue, and again from time to time, because an operator may change it.
 */
final class ReceiveLimit {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiveLimit.class);

  /** Without permission to read the limit, Caravan assumes a low one, which is safe. */
  static final int ASSUMED = 3;

  private static final long AGAIN_NANOS = Duration.ofMinutes(10).toNanos();

  private final SqsClient sqs;
  private final String url;
  private volatile int most = ASSUMED;
  private boolean isRead;
  private long readAt;
  private int warnedOf = Integer.MAX_VALUE;
  private boolean warnedOfAccess;

  ReceiveLimit(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  /** Reads the limit if it is not known, or was read long ago. Never fails. */
  void refresh(long now) {
    if (isRead && now - readAt < AGAIN_NANOS) {
      return;
    }
    try {
      String policy =
          sqs.getQueueAttributes(
                  get -> get.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
              .attributes()
              .get(QueueAttributeName.REDRIVE_POLICY);
      read(policy);
      isRead = true;
    } catch (AwsServiceException e) {
      // Another try at once would be refused as well.
      isRead = e.statusCode() < 500;
      warnOfAccess(e);
    } catch (RuntimeException | JsonProcessingException e) {
      // The receive that follows reports why SQS can't be reached.
      LOG.debug("The redrive policy can't be read", e);
    }
    readAt = now;
  }

  private void read(String policy) throws JsonProcessingException {
    if (policy == null) {
      most = Integer.MAX_VALUE;
      return;
    }
    RedrivePolicy read = RedrivePolicy.read(policy, ASSUMED);
    most = read.maxReceiveCount();
    if (read.isLow() && warnedOf != most) {
      warnedOf = most;
      LOG.warn(
          "The queue {} has maxReceiveCount {}. If an instance of Caravan is killed, SQS may move"
              + " messages to the dead-letter queue without a reason; set it to 5 or more.",
          url,
          most);
    }
  }

  private void warnOfAccess(AwsServiceException e) {
    if (isRead && !warnedOfAccess) {
      warnedOfAccess = true;
      LOG.warn(
          "The redrive policy of {} can't be read ({}). Caravan assumes maxReceiveCount {}; allow"
              + " sqs:GetQueueAttributes on the queue.",
          url,
          e.getMessage(),
          ASSUMED);
    }
  }

  /**
   * True if the message must be sent again instead of being given back. One receive is left over
   * for an instance that is killed.
   */
  boolean isNearlyReached(Lease lease) {
    return most != Integer.MAX_VALUE && lease.receiveCount() >= most - 1;
  }

  /**
   * True if the message must be sent again as soon as it is received: if this instance were killed,
   * SQS might move it. A receive whose answer is lost counts, too, so one more is left over if the
   * limit allows it. On a FIFO queue the order of the group weighs more than that.
   */
  boolean isReached(Lease lease) {
    int left = most > RedrivePolicy.LOW && !lease.isOrdered ? 1 : 0;
    return most != Integer.MAX_VALUE && lease.receiveCount() >= Math.max(2, most - left);
  }

  int most() {
    return most;
  }
}
