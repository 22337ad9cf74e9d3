package dev.caravan.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.FailedGeneration;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.queue.deadletters.LetterFit;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Writes the dead letter of a prompt that will not be tried again. */
public final class DeadLetters {

  private static final int SCHEMA = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LetterFit fit;

  public DeadLetters(LetterFit fit) {
    this.fit = fit;
  }

  /** The envelope as JSON: id, reason, attempts, and the message as it was sent. */
  public String envelope(Exchange exchange) {
    Failure failure = exchange.getVariable("failure", Failure.class);
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Message in = exchange.getMessage();
    Generation generation = FailedGeneration.in(exchange).orElseThrow();

    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("schema", SCHEMA);
    envelope.put("id", generation.id());
    envelope.put("reason", failure.reason().name());
    envelope.put("detail", failure.detail());
    envelope.put("exception", thrown.getClass().getName());
    envelope.put("attempts", generation.attempts());
    envelope.put("failedAt", failure.at().toString());
    envelope.put("route", exchange.getFromRouteId());
    envelope.put("model", generation.model());
    ObjectNode message = envelope.putObject("message");
    message.put("body", exchange.getVariable("_body", String.class));
    message.set("attributes", attributes(in));
    return fit.fit(envelope, generation.fingerprint());
  }

  private static ObjectNode attributes(Message in) {
    ObjectNode attributes = JSON.createObjectNode();
    Map<?, ?> sent = in.getHeader("CamelAwsSqsMessageAttributes", Map.of(), Map.class);
    sent.forEach(
        (name, value) -> attributes.set(name.toString(), attribute((MessageAttributeValue) value)));
    return attributes;
  }

  private static ObjectNode attribute(MessageAttributeValue value) {
    ObjectNode attribute = JSON.createObjectNode().put("type", value.dataType());
    return value.binaryValue() == null
        ? attribute.put("value", value.stringValue())
        : attribute.put("value", value.binaryValue().asByteArray());
  }
}
