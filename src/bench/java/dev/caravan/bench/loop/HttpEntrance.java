package dev.caravan.bench.loop;

import dev.caravan.bench.job.Answers;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Source;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;

/** {@code POST /generate} written by hand, on the HTTP server that Camel also uses. */
final class HttpEntrance {

  private final Vertx vertx = Vertx.vertx();
  private final Job job;
  private final PromptReader reader = new PromptReader(10_000);
  private final Answers answers;

  HttpEntrance(Aws aws, Job job) {
    this.job = job;
    this.answers = new Answers(aws.presigner());
  }

  /**
   * @return the port that it listens on
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
    return answers.of(done);
  }
}
