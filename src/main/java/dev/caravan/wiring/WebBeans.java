package dev.caravan.wiring;

import static dev.caravan.wiring.Bean.bean;
import static dev.caravan.wiring.Bean.closed;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.caravan.budget.Budget;
import dev.caravan.budget.Costs;
import dev.caravan.failure.Pause;
import dev.caravan.failure.StoreRetries;
import dev.caravan.generation.PromptReader;
import dev.caravan.logging.LogContext;
import dev.caravan.metrics.CallerWaits;
import dev.caravan.metrics.Cancellations;
import dev.caravan.metrics.Meters;
import dev.caravan.metrics.Metric;
import dev.caravan.metrics.PaceGauges;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Models;
import dev.caravan.pace.Pace;
import dev.caravan.queue.deadletters.SqsConnection;
import dev.caravan.store.Claims;
import dev.caravan.store.Contents;
import dev.caravan.store.Records;
import dev.caravan.store.Removal;
import dev.caravan.store.Results;
import dev.caravan.store.Search;
import dev.caravan.web.Admission;
import dev.caravan.web.AllowedHosts;
import dev.caravan.web.BearerTokens;
import dev.caravan.web.CheckedServers;
import dev.caravan.web.ContentReplies;
import dev.caravan.web.CostReplies;
import dev.caravan.web.DeadLetterReplies;
import dev.caravan.web.DeadLetterRequests;
import dev.caravan.web.Doors;
import dev.caravan.web.Downloads;
import dev.caravan.web.HttpEdge;
import dev.caravan.web.HttpEngine;
import dev.caravan.web.ManagementEdge;
import dev.caravan.web.ManagementEngine;
import dev.caravan.web.ModelReplies;
import dev.caravan.web.OperatePage;
import dev.caravan.web.OperateState;
import dev.caravan.web.Page;
import dev.caravan.web.PortRules;
import dev.caravan.web.Removals;
import dev.caravan.web.Replies;
import dev.caravan.web.Requests;
import dev.caravan.web.Seats;
import dev.caravan.web.StoppingHealthCheck;
import dev.caravan.web.StrictVertx;
import dev.caravan.web.Thumbnails;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.MainHttpServerFactory;
import org.apache.camel.support.CamelContextHelper;

/** The API, the page and the management port. */
final class WebBeans {

  /** Threads that callers with a prompt never hold: for lists, records, pages and contents. */
  private static final int SHORT_CALLS = 20;

  /** For the calls of S3 and SQS of one request, with their retries. */
  private static final int OTHER_WORK_SECONDS = 60;

  static final List<Bean<?>> ALL =
      List.of(
          bean("startCheck", StartCheck.class, beans -> new StartCheck()),
          bean(
              "requests",
              Requests.class,
              beans ->
                  new Requests(
                      beans.get(PromptReader.class),
                      beans.get(Records.class),
                      beans.get(Search.class),
                      beans.get(BearerTokens.class),
                      beans.get(LogContext.class))),
          bean(
              "removals",
              Removals.class,
              beans ->
                  new Removals(
                      beans.get(Removal.class),
                      beans.get(BearerTokens.class),
                      new Cancellations(beans.get(Meters.class)))),
          bean("seats", Seats.class, beans -> new Seats()),
          bean(
              "admission",
              Admission.class,
              beans ->
                  new Admission(
                      beans.get(Pace.class),
                      beans.get(Models.class),
                      beans.get(PromptReader.class),
                      beans.get(BearerTokens.class),
                      beans.get(Claims.class),
                      beans.get(Seats.class),
                      new CallerWaits(beans.get(Meters.class), beans.get(PaceGauges.class)))),
          bean("doors", Doors.class, beans -> new Doors()),
          bean("platform-http-engine", VertxPlatformHttpEngine.class, WebBeans::engine),
          bean(
              "stoppingHealth",
              StoppingHealthCheck.class,
              beans -> new StoppingHealthCheck(beans.whole("caravan.shutdown.delay-seconds"))),
          bean("vertxOptions", VertxOptions.class, WebBeans::vertxOptions),
          bean(
              "replies",
              Replies.class,
              beans -> new Replies(beans.get(Results.class), beans.get(Contents.class))),
          bean("downloads", Downloads.class, WebBeans::downloads),
          bean("thumbnails", Thumbnails.class, WebBeans::thumbnails),
          bean(
              "contentReplies",
              ContentReplies.class,
              beans ->
                  new ContentReplies(
                      beans.get(Contents.class),
                      beans.get(Downloads.class),
                      beans.get(Thumbnails.class))),
          bean(
              "modelReplies",
              ModelReplies.class,
              beans -> new ModelReplies(beans.get(Catalogue.class))),
          bean("costReplies", CostReplies.class, beans -> new CostReplies(beans.get(Costs.class))),
          bean("page", Page.class, beans -> new Page()),
          closed("bearerTokens", BearerTokens.class, WebBeans::bearerTokens),
          bean("vertx", Vertx.class, WebBeans::vertx),
          bean(
              "httpServers",
              MainHttpServerFactory.class,
              beans -> new CheckedServers(portRules(beans))),
          bean(
              "httpEdge",
              HttpEdge.class,
              beans ->
                  new HttpEdge(
                      beans.get(BearerTokens.class),
                      AllowedHosts.of(beans.text("caravan.http.hosts")),
                      beans.whole("caravan.http.max-body-bytes"))),
          bean("managementEngine", ManagementEngine.class, beans -> new ManagementEngine()),
          bean(
              "managementEdge",
              ManagementEdge.class,
              beans -> new ManagementEdge(beans.whole("caravan.http.max-body-bytes"))),
          bean("operateState", OperateState.class, WebBeans::operateState),
          bean(
              "operatePage",
              OperatePage.class,
              beans -> new OperatePage(() -> beans.get(OperateState.class))),
          bean("deadLetterRequests", DeadLetterRequests.class, beans -> new DeadLetterRequests()),
          bean("deadLetterReplies", DeadLetterReplies.class, beans -> new DeadLetterReplies()));

  private WebBeans() {}

  private static BearerTokens bearerTokens(Beans beans) {
    String variable = beans.text("caravan.http.tokens");
    String file = beans.text("caravan.http.tokens-file");
    return file.isEmpty() ? new BearerTokens(variable) : new BearerTokens(variable, Path.of(file));
  }

  /** Camel's servers take it from the registry; they close only one that they made. */
  private static Vertx vertx(Beans beans) {
    VertxOptions options = CamelContextHelper.findSingleByType(beans.context(), VertxOptions.class);
    Vertx plain = StrictVertx.plain(options == null ? new VertxOptions() : options);
    beans.closeAtEnd(
        () -> plain.close().toCompletionStage().toCompletableFuture().get(10, SECONDS));
    StrictVertx strict =
        new StrictVertx(
            (VertxInternal) plain,
            beans.whole("caravan.http.max-header-bytes"),
            portRules(beans),
            PortLimits.deadlines(beans),
            PortLimits.api(beans),
            PortLimits.management(beans));
    Meters meters = beans.get(Meters.class);
    meters.gauge(Metric.HTTP_CONNECTIONS, strict, it -> it.open(false), "api");
    meters.gauge(Metric.HTTP_CONNECTIONS, strict, it -> it.open(true), "management");
    meters.gauge(Metric.MEMORY_USED, strict, StrictVertx::unfinished, "requests");
    meters.gauge(Metric.MEMORY_LIMIT, strict, StrictVertx::unfinishedLimit, "requests");
    return strict;
  }

  private static Downloads downloads(Beans beans) {
    Downloads downloads =
        new Downloads(
            beans.get(Contents.class),
            beans.get(Vertx.class),
            beans.whole("caravan.http.downloads"),
            beans.whole("caravan.http.download-idle-seconds"));
    Meters meters = beans.get(Meters.class);
    meters.gauge(Metric.MEMORY_USED, downloads, Downloads::heldBytes, "downloads");
    meters.gauge(Metric.MEMORY_LIMIT, downloads, Downloads::limitBytes, "downloads");
    return downloads;
  }

  private static OperateState operateState(Beans beans) {
    return new OperateState(
        beans.get(Pace.class),
        beans.get(Pause.class),
        beans.get(Budget.class),
        beans.text("caravan.budget.usd-per-day"),
        beans.get(Meters.class),
        beans.get(SqsConnection.class),
        beans.text("sqs.queue.url"),
        Boolean.parseBoolean(beans.text("caravan.routes.reload")));
  }

  private static Thumbnails thumbnails(Beans beans) {
    Thumbnails thumbnails = new Thumbnails(beans.get(Contents.class));
    Meters meters = beans.get(Meters.class);
    meters.gauge(Metric.MEMORY_USED, thumbnails, Thumbnails::heldBytes, "thumbnails");
    meters.gauge(Metric.MEMORY_LIMIT, thumbnails, Thumbnails::limitBytes, "thumbnails");
    return thumbnails;
  }

  private static PortRules portRules(Beans beans) {
    return new PortRules(
        () -> beans.context().getRegistry().findByType(VertxPlatformHttpRouter.class), beans::text);
  }

  /** Camel finds the engine by its name, and runs its handlers before each route. */
  private static VertxPlatformHttpEngine engine(Beans beans) {
    VertxPlatformHttpEngine engine = new HttpEngine();
    engine.setHandlers(List.of(beans.get(Admission.class)));
    return engine;
  }

  /** Camel finds the options by their type when it starts its HTTP servers. */
  private static VertxOptions vertxOptions(Beans beans) {
    return new VertxOptions()
        .setWorkerPoolSize(ModelBeans.callers(beans) + SHORT_CALLS)
        .setMaxWorkerExecuteTime(longestRequest(beans))
        .setMaxWorkerExecuteTimeUnit(SECONDS);
  }

  /**
   * Seconds. Vert.x warns of each thread that is busy for longer, with a stack trace, every second.
   * A slow model is no fault, so this allows for all tries, with one on a fallback model, and for
   * an S3 that refuses the result.
   */
  private static long longestRequest(Beans beans) {
    long tries = beans.whole("caravan.model.tries") + 1L;
    long oneTry =
        (long) beans.whole("caravan.bedrock.timeout-seconds")
            + beans.whole("caravan.pace.wait-seconds");
    return tries * oneTry + StoreRetries.LONGEST.toSeconds() + OTHER_WORK_SECONDS;
  }
}
