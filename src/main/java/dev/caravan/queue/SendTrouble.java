package dev.caravan.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the dead-letter queue takes messages. The log has one line when this changes, however
 * many messages wait for it.
 */
final class SendTrouble {

  private static final Logger LOG = LoggerFactory.getLogger(SendTrouble.class);

  private final String prompts;
  private volatile String now;

  /**
   * @param prompts the URL of the queue of prompts, which is not the dead-letter queue
   */
  SendTrouble(String prompts) {
    this.prompts = prompts;
  }

  void refused(String queueUrl, Exception why) {
    if (prompts.equals(queueUrl)) {
      return;
    }
    if (now == null) {
      LOG.warn(
          "The queue {} takes no dead letters: {}; their messages wait until it does.",
          queueUrl,
          why.getMessage());
    }
    now = why.getMessage();
  }

  void sent(String queueUrl) {
    if (now != null && !prompts.equals(queueUrl)) {
      now = null;
      LOG.info("The queue {} takes dead letters again.", queueUrl);
    }
  }

  /** Why it takes none; null if it does. */
  String now() {
    return now;
  }
}
