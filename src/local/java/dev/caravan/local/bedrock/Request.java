package dev.caravan.local.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.caravan.local.bedrock.model.Refusal;
import dev.caravan.local.bedrock.rule.Asked;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as it was received.
 *
 * @param body a missing node if the body was not JSON or too large
 */
record Request(ModelPath path, Headers headers, JsonNode body, boolean tooLarge) {

  private static final int LARGEST_BODY = 25_000_000;
  private static final Pattern APPLICATION = Pattern.compile("(?:^| )app/(\\S+)");

  static Request read(HttpExchange exchange, ObjectReader json) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] bytes = in.readNBytes(LARGEST_BODY + 1);
    // If this did not read the rest, a caller that is still writing would see a broken connection
    // instead of the answer.
    in.transferTo(OutputStream.nullOutputStream());
    ModelPath path =
        ModelPath.parse(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
    boolean tooLarge = bytes.length > LARGEST_BODY;
    JsonNode body = tooLarge ? MissingNode.getInstance() : parsed(bytes, json);
    return new Request(path, exchange.getRequestHeaders(), body, tooLarge);
  }

  Asked asked() {
    return new Asked(
        path.model().text(),
        path.model().foundationModelId(),
        path.operation(),
        new PromptText(body).text());
  }

  /** The application id from the caller's SDK, otherwise empty. */
  String caller() {
    String agent = headers.getFirst("User-Agent");
    Matcher application = APPLICATION.matcher(agent == null ? "" : agent);
    return application.find() ? application.group(1) : "";
  }

  Credential credential() {
    return Credential.of(headers);
  }

  /** Checks everything that Bedrock refuses before a model sees the request. */
  void check() {
    credential();
    if (tooLarge) {
      throw new Refusal(
          413,
          "ValidationException",
          "The request body exceeds the maximum of " + LARGEST_BODY + " bytes.");
    }
  }

  private static JsonNode parsed(byte[] bytes, ObjectReader json) throws IOException {
    try {
      return json.readTree(bytes);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
