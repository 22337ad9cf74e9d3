package dev.caravan.routes.reload.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteFactory;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningRoutesTest {

  private static final String ENTRANCE = "direct:prompts";

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final LiveRoutes live = new LiveRoutes();
  private final RunningRoutes running = new RunningRoutes(camel, live);

  @BeforeEach
  void start() throws Exception {
    camel.getCamelContextExtension().addContextPlugin(RouteFactory.class, live);
    camel.addRouteDefinition(route("before"));
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void a_route_with_another_id_keeps_the_endpoint_when_the_old_one_is_removed() throws Exception {
    running.change(new Changes(List.of(), List.of(route("after")), Set.of("before")), () -> {});
    running.stopUnused();

    assertThat(camel.getRoute("before")).isNull();
    assertAnswers("after");
  }

  @Test
  void the_endpoint_goes_on_if_the_route_with_another_id_cannot_stay() {
    List<RouteDefinition> both = List.of(route("after"), route("refused"));

    assertThatThrownBy(
            () -> running.change(new Changes(List.of(), both, Set.of("before")), () -> {}))
        .isInstanceOf(NotSwappedException.class);

    assertThat(running.ids()).containsExactly("before");
    assertAnswers("before");
  }

  private void assertAnswers(String id) {
    Endpoint endpoint = camel.getRoute(id).getEndpoint();
    assertThat(endpoint.getEndpointUri()).isEqualTo("direct://prompts");
    assertThat(ServiceHelper.isStarted(endpoint)).isTrue();
    assertThat(camel.createProducerTemplate().requestBody(ENTRANCE, "", String.class))
        .isEqualTo(id);
  }

  private static RouteDefinition route(String id) {
    RouteDefinition route = new RouteDefinition(ENTRANCE);
    route.routeId(id);
    route.setBody().constant(id);
    return route;
  }
}
