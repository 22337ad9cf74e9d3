package dev.caravan.bench.stock;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * Receive, invoke, put the image, delete, on the stock options of Camel's components: no claim, no
 * record. Each consumer thread asks for ten with a long poll, which is more than the defaults do.
 */
public final class StockCamel {

  private StockCamel() {}

  public static void main(String[] arguments) throws Exception {
    int port = freePort();
    Main main = new Main();
    // Not Caravan's own, which may be on the class path too.
    main.setDefaultPropertyPlaceholderLocation("classpath:dev/caravan/bench/stock.properties");
    main.addInitialProperty("camel.server.port", String.valueOf(port));
    main.configure().addRoutesBuilder(new Routes());
    main.start();
    System.err.println("Ready: HTTP on port " + port + ", stock Camel.");
    Thread.currentThread().join();
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** One route for each entrance and one for the job, as the components' own pages show them. */
  private static final class Routes extends RouteBuilder {

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public void configure() {
      from("aws2-sqs:prompts?queueUrl={{env:SQS_QUEUE_URL}}&useDefaultCredentialsProvider=true"
              + "&concurrentConsumers={{env:CARAVAN_QUEUE_CONSUMERS}}&maxMessagesPerPoll=10"
              + "&waitTimeSeconds=20&visibilityTimeout=120&extendMessageVisibility=true&greedy=true")
          .setVariable("id", simple("${header.CamelAwsSqsMessageId}"))
          .to("direct:job");

      from("platform-http:/generate?httpMethodRestrict=POST")
          .setVariable("id", simple("${uuid}"))
          .process(
              exchange ->
                  exchange
                      .getMessage()
                      .setBody(
                          json.readTree(exchange.getMessage().getBody(byte[].class))
                              .path("prompt")
                              .asText()))
          .to("direct:job")
          .removeHeaders("*")
          .setHeader("Content-Type", constant("application/json"))
          .setBody(simple("{\"status\":\"done\",\"id\":\"${variable.id}\"}"));

      from("direct:job")
          .process(
              exchange ->
                  exchange
                      .getMessage()
                      .setBody(request(exchange.getMessage().getBody(String.class))))
          .setHeader("CamelAwsBedrockContentType", constant("application/json"))
          .setHeader("CamelAwsBedrockAcceptContentType", constant("application/json"))
          .to(
              "aws-bedrock:image?operation=invokeImageModel&useDefaultCredentialsProvider=true"
                  + "&modelId=stability.stable-image-core-v1:1")
          .setBody(simple("${body.get(0).binaryValue}"))
          .setHeader("CamelAwsS3Key", simple("images/${variable.id}.png"))
          .setHeader("CamelAwsS3ContentType", constant("image/png"))
          .to("aws2-s3:{{env:BUCKET_NAME}}?useDefaultCredentialsProvider=true&forcePathStyle=true");
    }

    private String request(String prompt) {
      ObjectNode request = json.createObjectNode();
      request.put("prompt", prompt);
      request.put("mode", "text-to-image");
      request.put("aspect_ratio", "1:1");
      request.put("output_format", "png");
      return request.toString();
    }
  }
}
