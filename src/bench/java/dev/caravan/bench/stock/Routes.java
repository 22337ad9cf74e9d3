package dev.caravan.bench.stock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.bench.job.Answers;
import dev.caravan.bench.job.Records;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Result;
import dev.caravan.generation.Sha256;
import dev.caravan.generation.Source;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Model;
import dev.caravan.model.Models;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/**
 * One route for each entrance and one for the job, as the components' own pages show them.
 * Caravan's classes do what no component does, so that the records are the same to the byte.
 */
final class Routes extends RouteBuilder {

  private static final String GENERATION = "generation";

  private final Records records;
  private final Answers answers;
  private final String bucket;
  private final Catalogue catalogue;
  private final Models models;
  private final PromptReader reader = new PromptReader(10_000);
  private final ObjectMapper json = new ObjectMapper();

  Routes(Records records, Answers answers, String bucket, Catalogue catalogue) {
    this.records = records;
    this.answers = answers;
    this.bucket = bucket;
    this.catalogue = catalogue;
    this.models = new Models(catalogue, 10);
  }

  @Override
  public void configure() {
    from("aws2-sqs:prompts?queueUrl={{env:SQS_QUEUE_URL}}&useDefaultCredentialsProvider=true"
            + "&concurrentConsumers={{env:CARAVAN_QUEUE_CONSUMERS}}&maxMessagesPerPoll={{env:STOCK_MESSAGES_PER_POLL}}"
            + "&waitTimeSeconds=20&visibilityTimeout=120&extendMessageVisibility=true&greedy=true")
        .process(this::fromQueue)
        .to("direct:job");

    from("platform-http:/generate?httpMethodRestrict=POST")
        .process(this::fromHttp)
        .to("direct:job")
        .removeHeaders("*")
        .setHeader("Content-Type", constant("application/json"))
        .process(exchange -> exchange.getMessage().setBody(answers.of(generation(exchange))));

    from("direct:job")
        .process(exchange -> keep(exchange, records.claim(generation(exchange))))
        .process(this::ask)
        .setHeader("CamelAwsBedrockContentType", constant("application/json"))
        .setHeader("CamelAwsBedrockAcceptContentType", constant("application/json"))
        .to(
            "aws-bedrock:image?operation=invokeImageModel&useDefaultCredentialsProvider=true"
                + "&modelId=stability.stable-image-core-v1:1")
        .process(this::read)
        .to("aws2-s3:{{env:BUCKET_NAME}}?amazonS3Client=#s3")
        .process(exchange -> records.finish(generation(exchange)));
  }

  private void fromQueue(Exchange exchange) {
    Message message = exchange.getMessage();
    String id = message.getHeader("CamelAwsSqsMessageId", String.class);
    Prompt prompt = reader.fromMessage(message.getBody(String.class)).prompt();
    accept(exchange, new GenerationId(id), Source.QUEUE, prompt, id);
  }

  private void fromHttp(Exchange exchange) {
    Prompt prompt = reader.fromHttp(exchange.getMessage().getBody(byte[].class));
    accept(exchange, GenerationId.random(), Source.HTTP, prompt, null);
  }

  private void accept(
      Exchange exchange, GenerationId id, Source source, Prompt prompt, String messageId) {
    keep(
        exchange, models.accept(Generation.accepted(id, source, prompt, messageId, Instant.now())));
  }

  /** Creates the model's request. */
  private void ask(Exchange exchange) {
    Generation claimed = generation(exchange);
    ObjectNode request = json.createObjectNode();
    request.put("prompt", claimed.prompt().text());
    request.put("mode", "text-to-image");
    request.put("aspect_ratio", claimed.aspectRatio());
    request.put("output_format", "png");
    request.put("seed", claimed.seed());
    exchange.getMessage().setBody(request.toString());
    keep(exchange, claimed.withModelCalls(1).withTimes(claimed.times().withInvoked(Instant.now())));
  }

  /** Reads the image from the component's JSON, and sets the key and the metadata. */
  private void read(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    byte[] image = message.getBody(JsonNode.class).get(0).binaryValue();
    Generation invoked = generation(exchange);
    Model model = catalogue.find(invoked.model());
    Generation answered =
        invoked
            .withTimes(invoked.times().withAnswered(Instant.now()))
            .answered(invoked.seed(), null)
            .spent(null, model.price().image());
    String sha256 = Sha256.of(image).hex();
    Result result =
        new Result(bucket, "images/" + invoked.id() + ".png", "image/png", image.length, sha256);
    message.setBody(image);
    message.setHeader("CamelAwsS3Key", result.key());
    message.setHeader("CamelAwsS3ContentType", result.contentType());
    message.setHeader(
        "CamelAwsS3Metadata",
        Map.of(
            "sha256", sha256,
            "model", answered.model(),
            "seed", String.valueOf(answered.seed()),
            "cost-usd", answered.costUsd().toPlainString()));
    keep(exchange, answered.done(result, Instant.now()));
  }

  private static Generation generation(Exchange exchange) {
    return exchange.getVariable(GENERATION, Generation.class);
  }

  private static void keep(Exchange exchange, Generation generation) {
    exchange.setVariable(GENERATION, generation);
  }
}
