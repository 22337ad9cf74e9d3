package dev.caravan.it;

import static dev.caravan.it.ReloadingCaravan.awaiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.cli.RoutesCommand;
import dev.caravan.cli.Service;
import dev.caravan.it.faults.FaultyProxy;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.RouteSet;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.settings.RouteLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** Three instances that take their routes from one store, behind a network that can fail. */
final class RouteFleet implements AutoCloseable {

  static final int INSTANCES = 3;
  static final Path SHIPPED = Path.of("routes");
  static final String STEP = "- bean: { id: reply-done, ref: replies, method: done }";
  private static final String MARKED =
      STEP + "\n                - setHeader: { id: mark, name: X-Mark, constant: %s }";

  /** An instance with its API and its management port. */
  record Instance(Service service, Api api, Api management) {

    static Instance of(Service service) {
      return new Instance(service, new Api(service.httpPort()), new Api(service.managementPort()));
    }

    JsonNode delivery() {
      return management.get("/observe/routes").json().path("delivery");
    }

    String set() {
      return delivery().path("set").asText();
    }

    boolean reaches() {
      return delivery().path("reachable").asBoolean();
    }

    String mark() {
      return api.generate("{\"prompt\":\"marked\",\"model\":\"amazon.nova-lite-v1:0\"}")
          .header("X-Mark");
    }
  }

  /** What a command printed, and its exit code. */
  record Ran(int code, String out, String err) {}

  private final LocalAws aws;
  private final FaultyProxy network;
  private final Queues queues;
  private final RouteLocation place;
  private final RouteStore store;
  private final Map<String, String> shipped;
  private final Map<String, String> settings;
  private final List<Instance> instances = new ArrayList<>();

  /**
   * @param overriding settings that take priority over those of all tests
   */
  RouteFleet(Path home, Map<String, String> overriding) throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    network = new FaultyProxy(aws.s3Endpoint(), 0, 0);
    queues = new Queues(aws);
    place = new RouteLocation(aws.bucket(), "routes/");
    store = new RouteStore(place, aws.s3Client());
    shipped = RouteSet.read(SHIPPED).files();
    settings = new HashMap<>(RunningCaravan.Running.settings(aws));
    settings.putAll(overriding);
    useTheNetwork();
    for (int n = 0; n < INSTANCES; n++) {
      instances.add(Instance.of(start(place)));
    }
  }

  /** Another test of this JVM may have pointed the clients to an AWS of its own. */
  void useTheNetwork() {
    aws.useInThisJvm();
    System.setProperty("aws.endpointUrlS3", network.endpoint().toString());
  }

  /** Starts one more instance, with the sets of some place. */
  Service start(RouteLocation sets) {
    return Service.start(sets, SHIPPED, settings);
  }

  LocalAws aws() {
    return aws;
  }

  FaultyProxy network() {
    return network;
  }

  Queues queues() {
    return queues;
  }

  RouteLocation place() {
    return place;
  }

  RouteStore store() {
    return store;
  }

  Map<String, String> shipped() {
    return shipped;
  }

  List<Instance> instances() {
    return instances;
  }

  List<String> sets() {
    return instances.stream().map(Instance::set).toList();
  }

  Map<String, String> edited(String file, String what, String by) {
    Map<String, String> files = new TreeMap<>(shipped);
    assertThat(files.get(file)).contains(what);
    files.put(file, files.get(file).replace(what, by));
    return files;
  }

  /** The shipped routes with another header in each answer by HTTP. */
  Map<String, String> marked(String mark) {
    return edited("http.camel.yaml", STEP, MARKED.formatted(mark));
  }

  /** As the command does after its checks, so that bad sets get to the instances, too. */
  Activation push(Map<String, String> files) throws Exception {
    RouteSet set = RouteSet.of(files);
    store.put(set);
    return store.activate(set.hash(), "anna", "a test", true, store.pointer()).orElseThrow();
  }

  void awaitOnAll(String set) {
    awaiting(() -> assertThat(sets()).containsOnly(set));
  }

  Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--store", place.toString()));
    int code =
        new CommandLine(new RoutesCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  JsonNode status() throws Exception {
    return new ObjectMapper().readTree(run("status", "--json").out());
  }

  @Override
  public void close() throws IOException {
    instances.forEach(instance -> instance.service().close());
    store.close();
    queues.close();
    network.close();
    aws.close();
  }
}
