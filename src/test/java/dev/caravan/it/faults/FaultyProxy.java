package dev.caravan.it.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between a service and its servers that fails: it loses answers to requests that were
 * carried out, which is the worst it can do, and it can be down.
 */
public final class FaultyProxy implements AutoCloseable {

  private interface BeforeEach {
    void passes(byte[] bytes, int length) throws IOException;
  }

  private final URI target;
  private final double lost;
  private final Random random;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean down;
  private volatile String unreachable = "";

  /**
   * @param lost the share of answers that are lost, 0 to 1
   */
  public FaultyProxy(URI target, double lost, long seed) throws IOException {
    this.target = target;
    this.lost = lost;
    this.random = new Random(seed);
    this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Every connection ends, and every new one too, until it is {@link #up}. */
  public void down() {
    down = true;
    open.forEach(FaultyProxy::reset);
  }

  public void up() {
    down = false;
  }

  /** Connections end at each request whose first line contains this; empty for none. */
  public void cutRequestsOf(String path) {
    unreachable = path;
  }

  /** How many connections are open, in use or not. */
  public int connections() {
    return open.size() / 2;
  }

  /** How many answers were lost. */
  int cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (down) {
          reset(client);
          continue;
        }
        Socket upstream = new Socket(target.getHost(), target.getPort());
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        open.add(client);
        open.add(upstream);
        AtomicBoolean asked = new AtomicBoolean();
        start(() -> carryRequests(client, upstream, asked));
        start(() -> carryAnswers(upstream, client, asked));
      } catch (IOException e) {
        // The server is being closed, or the client is gone already.
      }
    }
  }

  private void carryRequests(Socket client, Socket upstream, AtomicBoolean asked) {
    carry(
        client,
        upstream,
        (bytes, length) -> {
          if (isUnreachable(bytes, length)) {
            throw new IOException("unreachable");
          }
          asked.set(true);
        });
  }

  private void carryAnswers(Socket upstream, Socket client, AtomicBoolean asked) {
    carry(
        upstream,
        client,
        (bytes, length) -> {
          if (asked.getAndSet(false) && isLost()) {
            cuts.incrementAndGet();
            reset(client);
          }
        });
  }

  private boolean isUnreachable(byte[] bytes, int length) {
    String path = unreachable;
    if (path.isEmpty()) {
      return false;
    }
    String text = new String(bytes, 0, Math.min(length, 1024), StandardCharsets.ISO_8859_1);
    return text.lines().findFirst().orElse("").contains(path);
  }

  private void carry(Socket from, Socket to, BeforeEach beforeEach) {
    byte[] buffer = new byte[65_536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        beforeEach.passes(buffer, read);
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Either end is gone; so is the other now.
    } finally {
      reset(from);
      reset(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private synchronized boolean isLost() {
    return random.nextDouble() < lost;
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed, which is what was wanted.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(FaultyProxy::reset);
  }
}
