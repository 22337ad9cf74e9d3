package dev.caravan.local.bedrock;

import dev.caravan.local.bedrock.model.ModelName;
import dev.caravan.local.bedrock.model.Refusal;
import dev.caravan.local.bedrock.rule.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** The model and the operation that a raw path names. */
record ModelPath(ModelName model, Operation operation) {

  private static final String MODELS = "/model/";
  private static final String FOUNDATION_MODELS = "/foundation-models/";

  static ModelPath parse(String method, String rawPath) {
    String asked = method + " " + rawPath;
    if (method.equals("GET") && rawPath.startsWith(FOUNDATION_MODELS)) {
      return new ModelPath(
          name(rawPath.substring(FOUNDATION_MODELS.length())), Operation.GET_FOUNDATION_MODEL);
    }
    // Use the last slash: an ARN contains slashes, and some clients do not escape them.
    int end = rawPath.lastIndexOf('/');
    if (!method.equals("POST") || !rawPath.startsWith(MODELS) || end <= MODELS.length()) {
      throw unknown(asked);
    }
    Operation operation =
        Operation.of(rawPath.substring(end + 1))
            .filter(o -> o != Operation.GET_FOUNDATION_MODEL)
            .orElseThrow(() -> unknown(asked));
    return new ModelPath(name(rawPath.substring(MODELS.length(), end)), operation);
  }

  private static ModelName name(String encoded) {
    try {
      // URLDecoder is made for forms: without this, it would turn a plus into a space.
      String plain = encoded.replace("+", "%2B");
      return new ModelName(URLDecoder.decode(plain, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw Refusal.validation("The provided model identifier is invalid.");
    }
  }

  private static Refusal unknown(String asked) {
    return new Refusal(
        404,
        "UnknownOperationException",
        "The stand-in has no operation "
            + asked
            + "; it answers POST /model/{id}/invoke, POST"
            + " /model/{id}/converse and GET /foundation-models/{id}.");
  }
}
