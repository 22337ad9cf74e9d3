package dev.caravan.queue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Reads the queues that are not the queue of prompts, for routes that users add. Camel's consumer
 * asks again at once after a failed receive and logs each with a stack trace. Here a failed receive
 * waits before it ends, and the log has one line when a queue fails and one when it works again.
 */
final class OtherQueues {

  private static final Logger LOG = LoggerFactory.getLogger(OtherQueues.class);

  private final SqsClient sqs;
  private final Duration pause;
  private final Map<String, String> troubles = new ConcurrentHashMap<>();

  /**
   * @param pause after a failed receive
   */
  OtherQueues(SqsClient sqs, Duration pause) {
    this.sqs = sqs;
    this.pause = pause;
  }

  /** Returns no messages if the receive fails. */
  ReceiveMessageResponse receive(ReceiveMessageRequest request) {
    String queue = String.valueOf(request.queueUrl());
    try {
      ReceiveMessageResponse received = sqs.receiveMessage(request);
      if (troubles.remove(queue) != null) {
        LOG.info("The queue {} can be read again.", queue);
      }
      return received;
    } catch (SdkException e) {
      // The text differs from call to call, because it contains the id of the request.
      if (troubles.put(queue, e.getClass().getName()) == null) {
        LOG.warn(
            "The queue {} can't be read: {}; Caravan tries again every {} s.",
            queue,
            e.getMessage(),
            pause.toSeconds());
      }
      return nothingAfterThePause();
    }
  }

  private ReceiveMessageResponse nothingAfterThePause() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ReceiveMessageResponse.builder().build();
  }
}
