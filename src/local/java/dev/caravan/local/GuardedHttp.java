package dev.caravan.local;

import com.typesafe.config.Config;
import java.lang.reflect.Field;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ActorSystemImpl;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.scaladsl.ConnectionContext;
import org.apache.pekko.http.scaladsl.Http;
import org.apache.pekko.http.scaladsl.Http$;
import org.apache.pekko.http.scaladsl.HttpExt;
import org.apache.pekko.http.scaladsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.UniformFanInShape;
import org.apache.pekko.stream.UniformFanOutShape;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.GraphDSL;
import org.apache.pekko.stream.javadsl.Merge;
import org.apache.pekko.stream.javadsl.Partition;
import scala.concurrent.Future;

/**
 * Pekko's HTTP server with a guard before the routes. ElasticMQ 1.7.1 offers no place for a filter:
 * it binds its routes through the HTTP extension of its actor system. So this extension takes the
 * place of Pekko's. A proxy would leave ElasticMQ's own port open to every page.
 */
final class GuardedHttp extends HttpExt {

  private final SqsGuard guard;

  private GuardedHttp(Config config, ExtendedActorSystem system, SqsGuard guard) {
    super(config, system);
    this.guard = guard;
  }

  /** A new actor system, in which every HTTP server has this guard. */
  static ActorSystem actorSystem(SqsGuard guard) {
    ActorSystem system = ActorSystem.create("elasticmq");
    try {
      // Pekko creates extensions only by their own factories, and keeps them in this map.
      Field extensions = ActorSystemImpl.class.getDeclaredField("extensions");
      extensions.setAccessible(true);
      @SuppressWarnings("unchecked")
      Map<Object, Object> byId = (Map<Object, Object>) extensions.get(system);
      Config config = system.settings().config().getConfig("pekko.http");
      byId.put(Http$.MODULE$, new GuardedHttp(config, (ExtendedActorSystem) system, guard));
      return system;
    } catch (ReflectiveOperationException e) {
      system.terminate();
      throw new IllegalStateException("This version of Pekko keeps its extensions elsewhere", e);
    }
  }

  @Override
  public Future<Http.ServerBinding> bindAndHandleImpl(
      org.apache.pekko.stream.scaladsl.Flow<HttpRequest, HttpResponse, Object> routes,
      String host,
      int port,
      ConnectionContext context,
      ServerSettings settings,
      LoggingAdapter log,
      Materializer materializer) {
    return super.bindAndHandleImpl(
        guarded(routes, materializer), host, port, context, settings, log, materializer);
  }

  /**
   * Pekko takes the next request of a connection only after the answer, so answers stay in order.
   */
  private org.apache.pekko.stream.scaladsl.Flow<HttpRequest, HttpResponse, Object> guarded(
      org.apache.pekko.stream.scaladsl.Flow<HttpRequest, HttpResponse, Object> routes,
      Materializer materializer) {
    Flow<HttpRequest, HttpResponse, Object> refusals =
        Flow.of(HttpRequest.class)
            .map(request -> refuse(request, materializer))
            .mapMaterializedValue(nothing -> nothing);
    return Flow.fromGraph(
            GraphDSL.create(
                routes.asJava(),
                (builder, answering) -> {
                  UniformFanOutShape<HttpRequest, HttpRequest> ways =
                      builder.add(
                          Partition.create(
                              HttpRequest.class,
                              2,
                              request -> guard.refusal(request).isPresent() ? 1 : 0));
                  UniformFanInShape<HttpResponse, HttpResponse> answers =
                      builder.add(Merge.create(2));
                  builder.from(ways.out(0)).via(answering).toInlet(answers.in(0));
                  builder.from(ways.out(1)).via(builder.add(refusals)).toInlet(answers.in(1));
                  return FlowShape.of(ways.in(), answers.out());
                }))
        .asScala();
  }

  private HttpResponse refuse(HttpRequest request, Materializer materializer) {
    // A body that nobody reads would block the connection.
    request.discardEntityBytes(materializer);
    return (HttpResponse) guard.refusal(request).orElseThrow();
  }
}
