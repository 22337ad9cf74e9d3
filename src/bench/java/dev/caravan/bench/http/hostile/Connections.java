package dev.caravan.bench.http.hostile;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections at a rate, sends on each what its attack sends, and waits until the service has
 * closed all of them. One thread does everything.
 */
public final class Connections {

  /** More would overflow the queue of a listening socket, and Linux would drop their packets. */
  private static final int OPENING_AT_ONCE = 200;

  private static final long OPENING_MILLIS = 5;

  private final InetSocketAddress service;
  private final List<Attack> attacks;
  private final int each;
  private final int addresses;
  private final double perSecond;
  private final Map<Attack, List<Connection>> connections = new EnumMap<>(Attack.class);
  private final List<Connection> opening = new ArrayList<>();

  /**
   * @param each connections per attack
   * @param addresses number of source addresses, 127.0.0.2 and following; 1 to 200
   * @param perSecond connections opened per second, for all attacks
   */
  public Connections(
      InetSocketAddress service, List<Attack> attacks, int each, int addresses, double perSecond) {
    this.service = service;
    this.attacks = attacks;
    this.each = each;
    this.addresses = addresses;
    this.perSecond = perSecond;
    attacks.forEach(attack -> connections.put(attack, new ArrayList<>()));
  }

  /** Returns when the service has closed all connections, or when the time is up. */
  public List<Attacked> attack(double longestSeconds) throws IOException {
    long begun = System.nanoTime();
    long end = begun + (long) (longestSeconds * 1e9);
    ByteBuffer into = ByteBuffer.allocate(16_384);
    try (Selector selector = Selector.open()) {
      int opened = 0;
      int all = each * attacks.size();
      while (System.nanoTime() < end && (opened < all || !selector.keys().isEmpty())) {
        opening.removeIf(one -> one.state() != Connection.State.OPENING);
        double due = Math.min(all, 1 + (System.nanoTime() - begun) / 1e9 * perSecond);
        while (opened < due && opening.size() < OPENING_AT_ONCE) {
          open(attacks.get(opened % attacks.size()), opened / attacks.size(), selector);
          opened++;
        }
        selector.select(
            key -> goOn(key, into), opened < all ? OPENING_MILLIS : TimeUnit.SECONDS.toMillis(1));
      }
      return attacks.stream().map(this::outcome).toList();
    } finally {
      connections.values().forEach(all -> all.forEach(Connection::close));
    }
  }

  private static void goOn(SelectionKey key, ByteBuffer into) {
    ((Connection) key.attachment()).goOn(into);
  }

  private void open(Attack attack, int number, Selector selector) throws IOException {
    Connection connection;
    try {
      InetSocketAddress from = new InetSocketAddress("127.0.0." + (2 + number % addresses), 0);
      connection = new Connection(attack, from, service, selector);
    } catch (BindException e) {
      // Only Linux has all of 127.0.0.0/8 on its loopback interface.
      connection = new Connection(attack, new InetSocketAddress(0), service, selector);
    }
    connections.get(attack).add(connection);
    opening.add(connection);
  }

  private Attacked outcome(Attack attack) {
    List<Connection> all = connections.get(attack);
    Map<String, Integer> answers = new TreeMap<>();
    all.stream()
        .filter(one -> isEstablished(one.state()))
        .forEach(one -> answers.merge(one.answer(), 1, Integer::sum));
    double[] seconds =
        all.stream()
            .filter(one -> one.state() == Connection.State.CLOSED)
            .mapToDouble(Connection::seconds)
            .sorted()
            .toArray();
    int stillOpen = Collections.frequency(states(all), Connection.State.OPEN);
    return new Attacked(
        attack,
        each,
        each - seconds.length - stillOpen,
        seconds.length,
        stillOpen,
        answers,
        seconds.length == 0 ? 0 : seconds[seconds.length / 2],
        Arrays.stream(seconds).max().orElse(0));
  }

  private static boolean isEstablished(Connection.State state) {
    return state == Connection.State.OPEN || state == Connection.State.CLOSED;
  }

  private static List<Connection.State> states(List<Connection> all) {
    return all.stream().map(Connection::state).toList();
  }
}
