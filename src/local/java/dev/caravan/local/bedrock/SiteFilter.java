package dev.caravan.local.bedrock;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.caravan.local.bedrock.model.Refusal;
import dev.caravan.local.guard.OtherSites;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Refuses requests from pages of other sites, before the journal or the rules see them. */
final class SiteFilter extends Filter {

  @Override
  public String description() {
    return "refuses requests from pages of other sites";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    if (!OtherSites.sent(name -> headers.getOrDefault(name, List.of()), false)) {
      chain.doFilter(exchange);
      return;
    }
    try (exchange) {
      // If nobody read the body, the connection would break before the caller has the answer.
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      Answer answer = Answer.of(new Refusal(403, "AccessDeniedException", OtherSites.MESSAGE));
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }
}
