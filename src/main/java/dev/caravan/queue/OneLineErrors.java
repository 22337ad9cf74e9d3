package dev.caravan.queue;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each error of the queue consumer in one line. Camel's default handler logs the stack trace
 * of every failed exchange twice, and of every failed poll.
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
      // The failure routes have already logged it.
      LOG.debug(message, exception);
      return;
    }
    LOG.warn("{} ({})", message, exception == null ? "no cause" : exception.toString());
    LOG.debug("Cause", exception);
  }
}
