package dev.caravan.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The open connections of one port. At the limit, a new connection takes the place of the one that
 * has waited longest for its client, so that silent clients keep nobody out. Safe for any thread.
 */
final class OpenConnections {

  /** A connection that can be closed, because its client owes the next bytes. */
  interface Waiting {
    /**
     * Closes the connection soon, if it still waits; until then, it does not wait again, because it
     * can take the place of only one. Called on any thread.
     */
    void giveWay();
  }

  private static final int NETWORK_BYTES = 8;

  private final RefusalLog log = new RefusalLog();
  private final Map<Object, Integer> addresses = new HashMap<>();

  /** In the order in which they began to wait. */
  private final Set<Waiting> waiting = new LinkedHashSet<>();

  /** They have got their last answers, and close as soon as their clients do. */
  private final Set<Waiting> ending = new LinkedHashSet<>();

  private ConnectionLimits limits;
  private int open;
  private long unfinished;

  OpenConnections(ConnectionLimits limits) {
    this.limits = limits;
  }

  /** Changes the limits, for all connections that come from now on. */
  synchronized void limit(ConnectionLimits others) {
    limits = others;
  }

  /**
   * Counts a new connection, unless it is above a limit and must be closed.
   *
   * @param local names the port in the log
   */
  synchronized boolean admit(SocketAddress remote, SocketAddress local) {
    Object from = network(remote);
    if (addresses.getOrDefault(from, 0) >= limits.perAddress()) {
      log.add(
          local, "connections refused, because the limit per address is " + limits.perAddress());
      return false;
    }
    if (open >= limits.connections()) {
      Iterator<Waiting> eldest = (ending.isEmpty() ? waiting : ending).iterator();
      if (!eldest.hasNext()) {
        log.add(local, "connections refused, because the limit is " + limits.connections());
        return false;
      }
      Waiting leaving = eldest.next();
      eldest.remove();
      leaving.giveWay();
      log.add(
          local, "connections closed for new ones, because the limit is " + limits.connections());
    }
    open++;
    addresses.merge(from, 1, Integer::sum);
    return true;
  }

  synchronized void closed(SocketAddress remote) {
    open--;
    addresses.computeIfPresent(network(remote), (key, count) -> count == 1 ? null : count - 1);
  }

  /** From now on, the client owes the next bytes. */
  synchronized void waits(Waiting connection) {
    waiting.add(connection);
  }

  /** From now on, the connection stays open only for its client to close it first. */
  synchronized void ends(Waiting connection) {
    ending.add(connection);
  }

  /** The service owes an answer, or the connection has ended. */
  synchronized void waitsNoMore(Waiting connection) {
    waiting.remove(connection);
    ending.remove(connection);
  }

  /** Counts more bytes of an unfinished request; false if they are too many, and not counted. */
  synchronized boolean hold(long bytes, SocketAddress local) {
    if (unfinished + bytes > limits.unfinishedBytes()) {
      log.add(
          local,
          "unfinished requests refused, because the limit in bytes is " + limits.unfinishedBytes());
      return false;
    }
    unfinished += bytes;
    return true;
  }

  synchronized void release(long bytes) {
    unfinished -= bytes;
  }

  synchronized int open() {
    return open;
  }

  /** Bytes of unfinished requests that are counted now. */
  synchronized long unfinished() {
    return unfinished;
  }

  /** The most bytes of unfinished requests. */
  synchronized long unfinishedLimit() {
    return limits.unfinishedBytes();
  }

  /** A client has a whole IPv6 network, but only one IPv4 address. */
  private static Object network(SocketAddress remote) {
    InetAddress address = remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
    if (address instanceof Inet6Address six) {
      return ByteBuffer.wrap(six.getAddress(), 0, NETWORK_BYTES).getLong();
    }
    return address == null ? "unknown" : address;
  }
}
