package dev.caravan.local.bedrock;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.local.bedrock.model.Models;
import dev.caravan.local.bedrock.picture.Painter;
import dev.caravan.local.bedrock.rule.InvalidRule;
import dev.caravan.local.bedrock.rule.Misbehaviour;
import dev.caravan.local.bedrock.rule.Rule;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** A Bedrock that draws. It answers the real SDK on loopback and misbehaves by rules. */
public final class LocalBedrock implements AutoCloseable {

  /** Connections that may wait to be accepted; the default of 50 rejects some calls of a burst. */
  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private final ExecutorService workers;
  private final Pause pause;
  private final Misbehaviour misbehaviour;
  private final Journal journal;
  private final Traffic traffic;

  private LocalBedrock(HttpServer server, LocalBedrockOptions options, List<Rule> rules) {
    this.server = server;
    this.workers = Workers.growing();
    this.pause = new Pause();
    this.misbehaviour = new Misbehaviour(System::nanoTime);
    this.journal = new Journal();
    this.traffic = new Traffic();
    misbehaviour.addAll(rules);
    Service service = new Service(new Models(new Painter()));
    Planner planner = new Planner(service, misbehaviour, options.latency());
    serve("/", new ModelCalls(planner, journal, traffic, pause));
    serve(Admin.PATH, new Admin(misbehaviour, journal, traffic));
    server.setExecutor(workers);
  }

  /** Starts serving. Fails if the port is taken or a rules file is wrong. */
  public static LocalBedrock start(LocalBedrockOptions options) throws IOException {
    List<Rule> rules = new ArrayList<>();
    for (Path file : options.rulesFiles()) {
      rules.addAll(read(file));
    }
    // The server reads these when its classes load. Without the first, small answers take 45 ms.
    preset("sun.net.httpserver.nodelay", "true");
    // Clients keep idle connections for a minute; closing them earlier looks like a fault.
    preset("sun.net.httpserver.idleInterval", "600");
    preset("sun.net.httpserver.maxIdleConnections", "10000");
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
    HttpServer server = HttpServer.create(address, BACKLOG);
    try {
      LocalBedrock bedrock = new LocalBedrock(server, options, rules);
      server.start();
      return bedrock;
    } catch (RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  private void serve(String path, HttpHandler handler) {
    server.createContext(path, handler).getFilters().add(new SiteFilter());
  }

  public URI endpoint() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + address.getPort());
  }

  public Misbehaviour misbehaviour() {
    return misbehaviour;
  }

  /** The calls in the journal, oldest first. */
  public List<Call> calls() {
    return journal.calls();
  }

  public void clearCalls() {
    journal.clear();
  }

  /** Ends the calls that are held now by closing their connections. */
  public void letGo() {
    pause.letGo();
  }

  /**
   * The number of calls being served; a held call counts until it ends, even if its caller gave up.
   */
  public int inFlight() {
    return traffic.inFlight();
  }

  /** The highest number of calls that were served at the same time. */
  public int mostInFlight() {
    return traffic.peak();
  }

  /** Stops at once; calls that are held lose their connection. */
  @Override
  public void close() {
    pause.close();
    server.stop(0);
    workers.shutdownNow();
  }

  private static List<Rule> read(Path file) throws IOException {
    try {
      return new RuleReader().readDocument(Files.readString(file));
    } catch (InvalidRule e) {
      throw new InvalidRule(file + ": " + e.getMessage());
    }
  }

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
