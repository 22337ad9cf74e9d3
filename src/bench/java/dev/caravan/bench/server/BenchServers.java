package dev.caravan.bench.server;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The servers, each on its own event loop, with TLS; the control port uses plain HTTP. The program
 * ends when its standard input ends.
 */
public final class BenchServers {

  private static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 1024;

  private BenchServers() {}

  /**
   * @param arguments a PKCS #12 store with the certificate, and its password
   */
  public static void main(String[] arguments) throws Exception {
    HttpServerOptions tls =
        options()
            .setSsl(true)
            .setUseAlpn(false)
            .setKeyCertOptions(new PfxOptions().setPath(arguments[0]).setPassword(arguments[1]));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
    Ledger ledger = new Ledger();
    Control.Loop<SqsService> sqs = on(vertx, () -> new SqsService(vertx, ledger));
    Control.Loop<S3Service> s3 = on(vertx, () -> new S3Service(ledger));
    Control.Loop<BedrockService> bedrock = on(vertx, () -> new BedrockService(vertx, ledger));
    Control.Loop<Control> control = on(vertx, () -> new Control(ledger, sqs, s3, bedrock));
    JsonObject ports =
        new JsonObject()
            .put("sqs", listen(vertx, tls, sqs))
            .put("s3", listen(vertx, tls, s3))
            .put("bedrock", listen(vertx, tls, bedrock))
            .put("control", listen(vertx, options(), control));
    System.out.println(ports.encode());
    System.out.flush();
    // Standard input ends when the process that started this one has ended.
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
    vertx.close();
  }

  private static <T> Control.Loop<T> on(Vertx vertx, Supplier<T> service) {
    Context context = vertx.getOrCreateContext();
    CompletableFuture<T> made = new CompletableFuture<>();
    context.runOnContext(none -> made.complete(service.get()));
    return new Control.Loop<>(context, made.join());
  }

  private static <T extends Handler<HttpServerRequest>> int listen(
      Vertx vertx, HttpServerOptions options, Control.Loop<T> loop) {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    loop.context()
        .runOnContext(
            none ->
                vertx
                    .createHttpServer(options)
                    .requestHandler(loop.service())
                    .listen()
                    .onSuccess(server -> port.complete(server.actualPort()))
                    .onFailure(port::completeExceptionally));
    return port.join();
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(HOST)
        .setPort(0)
        .setTcpNoDelay(true)
        .setAcceptBacklog(BACKLOG)
        .setHandle100ContinueAutomatically(true);
  }
}
