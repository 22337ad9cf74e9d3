package dev.caravan.queue;

import java.util.UUID;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * The group and deduplication id that a FIFO queue requires. Prompts and dead letters that Caravan
 * sends have no order, so each message is its own group and waits for no other.
 */
public final class FifoSend {

  private static final String SUFFIX = ".fifo";

  private FifoSend() {}

  public static boolean isFifo(String queueUrl) {
    return queueUrl.endsWith(SUFFIX);
  }

  /** The request with group and deduplication id, if its queue is a FIFO queue. */
  static SendMessageRequest complete(SendMessageRequest request) {
    if (!isFifo(request.queueUrl()) || request.messageGroupId() != null) {
      return request;
    }
    String id = UUID.randomUUID().toString();
    return request.toBuilder().messageGroupId(id).messageDeduplicationId(id).build();
  }
}
