package dev.caravan.wiring;

import static dev.caravan.wiring.Bean.bean;

import dev.caravan.generation.PromptReader;
import dev.caravan.logging.LogContext;
import dev.caravan.model.Catalogue;
import dev.caravan.store.Contents;
import dev.caravan.store.Listing;
import dev.caravan.store.Records;
import dev.caravan.store.Results;
import dev.caravan.web.BearerTokens;
import dev.caravan.web.DeadLetterReplies;
import dev.caravan.web.DeadLetterRequests;
import dev.caravan.web.HttpEdge;
import dev.caravan.web.ManagementEdge;
import dev.caravan.web.ManagementEngine;
import dev.caravan.web.ModelReplies;
import dev.caravan.web.Page;
import dev.caravan.web.Replies;
import dev.caravan.web.Requests;
import java.util.List;

/** The API, the page and the management port. */
final class WebBeans {

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
                      beans.get(Listing.class),
                      beans.get(BearerTokens.class),
                      beans.get(LogContext.class))),
          bean(
              "replies",
              Replies.class,
              beans -> new Replies(beans.get(Results.class), beans.get(Contents.class))),
          bean(
              "modelReplies",
              ModelReplies.class,
              beans -> new ModelReplies(beans.get(Catalogue.class))),
          bean("page", Page.class, beans -> new Page()),
          bean(
              "bearerTokens",
              BearerTokens.class,
              beans -> new BearerTokens(beans.text("caravan.http.tokens"))),
          bean("httpEdge", HttpEdge.class, beans -> new HttpEdge(beans.get(BearerTokens.class))),
          bean("managementEngine", ManagementEngine.class, beans -> new ManagementEngine()),
          bean("managementEdge", ManagementEdge.class, beans -> new ManagementEdge()),
          bean("deadLetterRequests", DeadLetterRequests.class, beans -> new DeadLetterRequests()),
          bean("deadLetterReplies", DeadLetterReplies.class, beans -> new DeadLetterReplies()));

  private WebBeans() {}
}
