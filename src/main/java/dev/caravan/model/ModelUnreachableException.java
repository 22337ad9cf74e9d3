package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.conn.ConnectTimeoutException;

/**
 * The connection to the model failed: it was never made, or broke before the answer was complete.
 */
public class ModelUnreachableException extends ReasonedException {

  public ModelUnreachableException(String modelId, Throwable cause) {
    super(Reason.MODEL_UNAVAILABLE, "The connection to " + modelId + " failed.", cause);
  }

  /** True if the connection was never made, so that no request was sent. */
  @Override
  public boolean isUnsentCall() {
    for (Throwable cause = this; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof UnknownHostException
          || cause instanceof SSLHandshakeException
          || cause instanceof ConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
