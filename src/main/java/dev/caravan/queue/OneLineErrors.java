package dev.caravan.queue;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue consumer's errors, a line each. Camel's own handler prints the stack trace of every
 * failed exchange twice, and of every poll while the queue can't be reached.
 */
public final class OneLineErrors implements ExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(OneLineErrors.class);

  @Override
  public void handleException(Throwable exception) {
    handleException("The queue consumer failed", null, exception);
  }

  @Override
  public void handleException(String message, Throwable exception) {
    handleException(message, null, exception);
  }

  @Override
  public void handleException(String message, Exchange exchange, Throwable exception) {
    if (exchange != null && exception == exchange.getException()) {
      // The failure routes have said what failed, and why.
      LOG.debug(message, exception);
      return;
    }
    LOG.warn("{} ({})", message, exception == null ? "no cause" : exception.toString());
    LOG.debug("What it came from", exception);
  }
}
