package dev.caravan.it.faults.single;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network to one AWS service that understands HTTP, so that it can fail one chosen call. */
final class CallProxy implements AutoCloseable {

  private final Aws service;
  private final URI target;
  private final Journeys journeys;
  private final Duration stall;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @param stall how long a stalled call waits before the service gets it
   */
  CallProxy(Aws service, URI target, Journeys journeys, Duration stall) throws IOException {
    this.service = service;
    this.target = target;
    this.journeys = journeys;
    this.stall = stall;
    this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        start(() -> serve(client));
      } catch (IOException e) {
        // The proxy is being closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      for (HttpMessage next = HttpMessage.request(in);
          next != null;
          next = HttpMessage.request(in)) {
        if (!carry(next, out)) {
          reset(client);
          return;
        }
      }
    } catch (IOException e) {
      // The client or the service has ended the connection; the other end loses it, too.
      reset(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** Returns false if the connection is to be reset. */
  private boolean carry(HttpMessage request, OutputStream out)
      throws IOException, InterruptedException {
    Plan plan = journeys.asked(service, request);
    if (plan != null && !plan.trouble().actsOnTheAnswer()) {
      Trouble trouble = plan.trouble();
      if (trouble == Trouble.KILL_BEFORE) {
        plan.hold();
        return false;
      }
      plan.apply();
      if (trouble == Trouble.REQUEST_LOST) {
        return false;
      }
      if (trouble.status() > 0) {
        service.refuse(trouble.status(), request.method().equals("HEAD"), out);
        return true;
      }
      Thread.sleep(stall.toMillis());
    }
    HttpMessage answer = forward(request);
    Plan late = journeys.answered(service, request, answer);
    if (late == null && plan != null && plan.trouble().actsOnTheAnswer()) {
      late = plan;
    }
    if (late == null) {
      answer.writeTo(out);
      return true;
    }
    if (late.trouble() == Trouble.KILL_AFTER) {
      late.hold();
    } else if (late.trouble() == Trouble.RESET) {
      answer.writeHalfTo(out);
    }
    late.apply();
    return false;
  }

  /** Uses a connection for each call: the service may close one that is idle. */
  private HttpMessage forward(HttpMessage request) throws IOException {
    try (Socket upstream = new Socket(target.getHost(), target.getPort())) {
      upstream.setTcpNoDelay(true);
      request.writeTo(upstream.getOutputStream());
      InputStream in = new BufferedInputStream(upstream.getInputStream());
      boolean toHead = request.method().equals("HEAD");
      HttpMessage answer = HttpMessage.answer(in, toHead);
      // A service that waits for the body says so first.
      return answer.start().split(" ")[1].equals("100") ? HttpMessage.answer(in, toHead) : answer;
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed, which is what was wanted.
    }
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "proxy-" + service);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(CallProxy::reset);
  }
}
