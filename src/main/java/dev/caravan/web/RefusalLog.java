package dev.caravan.web;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what was above a limit, at most once a minute, so that a flood of connections is no flood of
 * log lines. Its owner guards it.
 */
final class RefusalLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Integer> counts = new TreeMap<>();
  private boolean hasLogged;
  private long loggedAt;

  /**
   * @param local names the port
   * @param what was done, with the limit
   */
  void add(SocketAddress local, String what) {
    counts.merge(what, 1, Integer::sum);
    long now = System.nanoTime();
    if (hasLogged && now - loggedAt < PAUSE_NANOS) {
      return;
    }
    LOG.warn(
        "A limit of port {} is reached. Since the last such line: {}",
        local instanceof InetSocketAddress inet ? inet.getPort() : local,
        counts);
    hasLogged = true;
    loggedAt = now;
    counts.clear();
  }
}
