package dev.caravan.local.bedrock;

import com.sun.net.httpserver.Headers;
import dev.caravan.local.bedrock.model.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The credential in a request's signature. Its format is checked; the signature itself is not. */
record Credential(String region) {

  private static final Pattern FORM =
      Pattern.compile(
          "AWS4-HMAC-SHA256\\s+Credential=[^,\\s]+/\\d{8}/([a-z0-9-]+)/bedrock/aws4_request"
              + "\\s*,.*SignedHeaders=.*Signature=[0-9a-f]{64}.*");

  static Credential of(Headers headers) {
    String value = headers.getFirst("Authorization");
    Matcher form = FORM.matcher(value == null ? "" : value);
    if (!form.matches()) {
      throw new Refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    return new Credential(form.group(1));
  }
}
