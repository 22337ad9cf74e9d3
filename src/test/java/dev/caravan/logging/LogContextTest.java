package dev.caravan.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {

  private final List<String> seen = new ArrayList<>();
  private final List<String> callers = new ArrayList<>();
  private final CamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    camel.getRegistry().bind("journey", new LogContext());
    camel.addRoutes(routes());
    camel.start();
  }

  @AfterEach
  void stop() throws Exception {
    camel.stop();
    MDC.clear();
  }

  @Test
  void the_generation_is_named_from_its_beginning_to_its_end_also_after_a_route_within() {
    send("g-1");

    assertThat(seen).isEqualTo(Arrays.asList(null, "g-1", "g-1"));
    assertThat(MDC.get("generation")).isNull();
  }

  @Test
  void a_failure_is_handled_under_its_name_and_the_next_on_this_thread_begins_without() {
    send("fails");
    send("g-2");

    assertThat(seen).isEqualTo(Arrays.asList(null, "fails", "fails", null, "g-2", "g-2"));
    assertThat(MDC.get("generation")).isNull();
  }

  @Test
  void a_caller_is_named_while_its_own_prompt_is_in_progress_and_not_longer() {
    send("g-1", "website");
    send("g-2", null);

    assertThat(callers).isEqualTo(Arrays.asList(null, "website", "website", null, null, null));
    assertThat(MDC.get("caller")).isNull();
  }

  private void send(String id) {
    send(id, null);
  }

  private void send(String id, String caller) {
    Generation generation =
        Generation.accepted(
                new GenerationId(id), Source.HTTP, Prompt.of("a boat"), null, Instant.EPOCH)
            .from(caller);
    try (ProducerTemplate producer = camel.createProducerTemplate()) {
      producer.sendBody("direct:entrance", generation);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private RouteBuilder routes() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        onException(IllegalStateException.class).handled(true).process(exchange -> note());
        from("direct:entrance")
            .process(exchange -> note())
            .bean("journey", "begin")
            .to("direct:within")
            .process(exchange -> note());
        from("direct:within")
            .errorHandler(noErrorHandler())
            .process(
                exchange -> {
                  note();
                  if (exchange.getMessage().getBody(Generation.class).id().equals("fails")) {
                    throw new IllegalStateException("as the test wants it");
                  }
                });
      }
    };
  }

  private void note() {
    seen.add(MDC.get("generation"));
    callers.add(MDC.get("caller"));
  }
}
