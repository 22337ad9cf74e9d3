package dev.caravan.queue;

import java.util.UUID;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * What a FIFO queue asks of each message besides its body. Prompts and dead letters that we send
 * have no order among them, so each is a group of its own and waits for none.
 */
public final class FifoSend {

  private static final String SUFFIX = ".fifo";

  private FifoSend() {}

  public static boolean isFifo(String queueUrl) {
    return queueUrl.endsWith(SUFFIX);
  }

  /** The request with a group and a deduplication id, where its queue wants them. */
  static SendMessageRequest complete(SendMessageRequest request) {
    if (!isFifo(request.queueUrl()) || request.messageGroupId() != null) {
      return request;
    }
    String id = UUID.randomUUID().toString();
    return request.toBuilder().messageGroupId(id).messageDeduplicationId(id).build();
  }
}
