package dev.caravan.queue;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Prompts whose dead letter could not be sent or recorded. Their messages must not be deleted. */
public final class UnsentLetters {

  private static final Logger LOG = LoggerFactory.getLogger(UnsentLetters.class);

  /**
   * A route step within an error handler: the exchange stays failed although the handler handled
   * the failure, so that its message waits and the dead letter is tried again.
   */
  public void keep(Exchange exchange) {
    Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (!(caught instanceof QueueException || caught instanceof SqsException)) {
      // The queue client has already logged that the dead-letter queue takes no messages.
      LOG.warn("A dead letter could not be completed and is tried again: {}", caught.toString());
    }
    exchange.getExchangeExtension().setErrorHandlerHandled(false);
  }
}
