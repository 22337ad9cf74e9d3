package dev.caravan.routes.reload.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A prompt is in {@code main} while the routes that it will call change their names. */
class MovingNamesTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final LiveRoutes live = new LiveRoutes();
  private final RunningRoutes running = new RunningRoutes(camel, live);
  private CountDownLatch inMain;
  private CountDownLatch mayGoOn;

  @BeforeEach
  void start() throws Exception {
    camel.getCamelContextExtension().addContextPlugin(RouteFactory.class, live);
    camel.addRouteDefinitions(
        List.of(
            main("direct:a", "direct:b"),
            part("a", "direct:a", "a1"),
            part("b", "direct:b", "b1")));
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of(
            "the routes exchange their entrances",
            List.of("direct:b", "direct:a"),
            List.of(List.of("a", "direct:b", "a2"), List.of("b", "direct:a", "b2"))),
        Arguments.of(
            "the routes exchange their ids",
            List.of("direct:a", "direct:b"),
            List.of(List.of("b", "direct:a", "a2"), List.of("a", "direct:b", "b2"))),
        Arguments.of(
            "one route takes over the entrance of the other",
            List.of("direct:c", "direct:a"),
            List.of(List.of("a", "direct:c", "a2"), List.of("b", "direct:a", "b2"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void a_prompt_calls_the_routes_that_had_the_names_when_it_began(
      String name, List<String> calls, List<List<String>> parts) throws Exception {
    CompletableFuture<String> early = begin();

    RouteDefinition main = main(calls.get(0), calls.get(1));
    List<RouteDefinition> changed =
        Stream.concat(
                Stream.of(main), parts.stream().map(it -> part(it.get(0), it.get(1), it.get(2))))
            .toList();
    running.change(new Changes(changed, List.of(), Set.of()), () -> {});
    running.stopUnused();
    mayGoOn.countDown();

    assertThat(early.get(10, TimeUnit.SECONDS)).isEqualTo("a1b1");
    assertThat(answer()).isEqualTo("a2b2");
    running.stopUnused();
    assertThat(answer()).isEqualTo("a2b2");
  }

  @Test
  void a_prompt_that_began_under_another_id_keeps_that_route() throws Exception {
    CompletableFuture<String> first = begin();
    CountDownLatch firstMayGoOn = mayGoOn;
    running.change(
        new Changes(List.of(), List.of(part("x", "direct:a", "x1")), Set.of("a")), () -> {});
    running.stopUnused();
    CompletableFuture<String> second = begin();

    // The first route is still there, so it is changed and not added.
    assertThat(running.has("a")).isTrue();
    running.change(
        new Changes(List.of(part("a", "direct:a", "a2")), List.of(), Set.of("x")), () -> {});
    running.stopUnused();
    firstMayGoOn.countDown();
    mayGoOn.countDown();

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("a1b1");
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("x1b1");
    running.stopUnused();
    assertThat(running.ids()).containsExactlyInAnyOrder("main", "a", "b");
    assertThat(answer()).isEqualTo("a2b1");
  }

  @Test
  void a_route_that_is_removed_and_added_again_does_not_take_prompts_of_the_time_between()
      throws Exception {
    running.change(
        new Changes(List.of(), List.of(part("x", "direct:a", "x1")), Set.of("a")), () -> {});
    running.stopUnused();
    assertThat(running.has("a")).isFalse();
    CompletableFuture<String> early = begin();

    running.change(
        new Changes(List.of(), List.of(part("a", "direct:a", "a2")), Set.of("x")), () -> {});
    running.stopUnused();
    mayGoOn.countDown();

    assertThat(early.get(10, TimeUnit.SECONDS)).isEqualTo("x1b1");
    assertThat(answer()).isEqualTo("a2b1");
  }

  private CompletableFuture<String> begin() throws InterruptedException {
    inMain = new CountDownLatch(1);
    mayGoOn = new CountDownLatch(1);
    // Its own thread, because the common pool has only one on a machine with two cores.
    CompletableFuture<String> begun =
        CompletableFuture.supplyAsync(this::answer, task -> new Thread(task).start());
    assertThat(inMain.await(10, TimeUnit.SECONDS)).isTrue();
    return begun;
  }

  private String answer() {
    return camel.createProducerTemplate().requestBody("direct:main", "", String.class);
  }

  private RouteDefinition main(String first, String second) {
    RouteDefinition route = new RouteDefinition("direct:main");
    route.routeId("main");
    route.process(this::hold);
    route.to(first);
    route.to(second);
    return route;
  }

  private void hold(Exchange exchange) throws InterruptedException {
    if (inMain != null && inMain.getCount() > 0) {
      CountDownLatch until = mayGoOn;
      inMain.countDown();
      until.await(20, TimeUnit.SECONDS);
    }
  }

  private static RouteDefinition part(String id, String from, String mark) {
    RouteDefinition route = new RouteDefinition(from);
    route.routeId(id);
    route.process(
        exchange ->
            exchange.getMessage().setBody(exchange.getMessage().getBody(String.class) + mark));
    return route;
  }
}
