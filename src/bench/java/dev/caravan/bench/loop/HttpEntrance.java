package dev.caravan.bench.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;

/** {@code POST /generate} by hand, on the HTTP server that Camel uses as well. */
final class HttpEntrance {

  private final Vertx vertx = Vertx.vertx();
  private final Aws aws;
  private final Job job;
  private final PromptReader reader = new PromptReader(10_000);
  private final ObjectMapper json = new ObjectMapper();

  HttpEntrance(Aws aws, Job job) {
    this.aws = aws;
    this.job = job;
  }

  /**
   * @return the port it listens on
   */
  int start() {
    HttpServer server =
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
    return server
        .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private void answer(HttpServerRequest request, Buffer body) {
    vertx
        .executeBlocking(() -> generate(body.getBytes()), false)
        .onSuccess(
            answer ->
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(answer)))
        .onFailure(e -> request.response().setStatusCode(500).end(String.valueOf(e)));
  }

  private byte[] generate(byte[] body) throws Exception {
    Generation done =
        job.run(
            Generation.accepted(
                GenerationId.random(), Source.HTTP, reader.fromHttp(body), null, Instant.now()));
    Result result = done.result();
    ObjectNode answer = json.createObjectNode();
    answer.put("message", "Image generated successfully");
    answer.put("image_path", result.path());
    answer.put("id", done.id());
    answer.put("status", "done");
    answer.put("url", url(result));
    answer.put("model", done.model());
    answer.put("seed", done.seed());
    answer.put("contentType", result.contentType());
    answer.put("bytes", result.bytes());
    answer.put("durationMs", done.durationMs());
    answer.put("costUsd", done.costUsd());
    return json.writeValueAsBytes(answer);
  }

  private String url(Result result) {
    return aws.presigner()
        .presignGetObject(
            presign ->
                presign
                    .signatureDuration(Duration.ofHours(1))
                    .getObjectRequest(get -> get.bucket(result.bucket()).key(result.key())))
        .url()
        .toString();
  }
}
