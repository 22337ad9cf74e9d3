package dev.caravan.local.test.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log of running tests, to show it for those that fail: a test that makes the model
 * throttle should not fill the terminal with warnings. {@link #close} lets the log go to the
 * terminal again.
 */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final int MOST_LINES = 15;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<Appender<ILoggingEvent>> before = new ArrayList<>();
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  /** Replaces all appenders. */
  public static CapturedLog begin() {
    CapturedLog log = new CapturedLog();
    for (Iterator<Appender<ILoggingEvent>> all = log.root.iteratorForAppenders(); all.hasNext(); ) {
      log.before.add(all.next());
    }
    log.before.forEach(log.root::detachAppender);
    log.setContext(log.root.getLoggerContext());
    log.start();
    log.root.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
      synchronized (lines) {
        if (lines.size() == MOST_LINES) {
          lines.removeFirst();
        }
        String logger = event.getLoggerName();
        lines.addLast(
            "%s %s: %s"
                .formatted(
                    event.getLevel(),
                    logger.substring(logger.lastIndexOf('.') + 1),
                    event.getFormattedMessage()));
      }
    }
  }

  /** The last lines since {@link #clear}, oldest first. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  void clear() {
    synchronized (lines) {
      lines.clear();
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    before.forEach(root::addAppender);
    stop();
  }
}
