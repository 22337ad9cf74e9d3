package dev.caravan.tracing;

import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Keeps the last log message of OpenTelemetry's exporters, which contains the reason of a failed
 * export: the HTTP status, or the connection's error. Their result has it only in an internal
 * class.
 */
final class ExporterLog extends Handler {

  private volatile String last = "no reason was given";

  @Override
  public void publish(LogRecord message) {
    last = message.getMessage();
  }

  String last() {
    return last;
  }

  @Override
  public void flush() {
    // Nothing is buffered.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
