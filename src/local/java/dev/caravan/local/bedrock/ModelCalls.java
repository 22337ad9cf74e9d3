package dev.caravan.local.bedrock;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.local.bedrock.model.Refusal;
import dev.caravan.local.bedrock.rule.Asked;
import dev.caravan.local.bedrock.rule.Large;
import dev.caravan.local.bedrock.rule.Wire;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/** Serves one call: reads it, plans the answer, records the call, waits, sends the answer. */
final class ModelCalls implements HttpHandler {

  private static final Logger LOG = System.getLogger(ModelCalls.class.getName());

  private final Planner planner;
  private final Journal journal;
  private final Traffic traffic;
  private final Pause pause;
  private final ObjectReader json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  ModelCalls(Planner planner, Journal journal, Traffic traffic, Pause pause) {
    this.planner = planner;
    this.journal = journal;
    this.traffic = traffic;
    this.pause = pause;
  }

  @Override
  public void handle(HttpExchange exchange) {
    traffic.enter();
    try (exchange) {
      serve(exchange);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The caller left", e);
    } finally {
      traffic.leave();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    Instant at = Instant.now();
    long start = System.nanoTime();
    Delivery delivery = new Delivery(exchange);
    Request request;
    try {
      request = Request.read(exchange, json);
    } catch (Refusal refusal) {
      delivery.whole(Answer.of(refusal), since(start));
      return;
    }
    Plan plan = planner.plan(request);
    journal.add(call(at, request, plan));
    // The answer is complete before it is due, so the latency includes the time to paint it.
    if (pause.hold(plan.due().minus(since(start)))) {
      send(delivery, plan, since(start));
    }
  }

  private Call call(Instant at, Request request, Plan plan) {
    Asked asked = request.asked();
    return new Call(
        at,
        asked.modelId(),
        asked.operation(),
        asked.prompt(),
        request.body().toString(),
        plan.answer().status(),
        plan.answer().error(),
        plan.rule(),
        request.caller());
  }

  private void send(Delivery delivery, Plan plan, Duration took) throws IOException {
    if (plan.action() == Wire.TRUNCATE) {
      delivery.half(plan.answer(), took);
    } else if (plan.action() instanceof Large large && plan.answer().status() == 200) {
      delivery.enlarged(plan.answer(), large.bytes(), took);
    } else if (plan.answer().status() != 0) {
      delivery.whole(plan.answer(), took);
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
