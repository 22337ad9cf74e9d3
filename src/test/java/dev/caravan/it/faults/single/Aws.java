package dev.caravan.it.faults.single;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A service of AWS, and how it words an error. */
enum Aws {
  S3(
      "application/xml",
      Map.of(
          409, "ConditionalRequestConflict",
          412, "PreconditionFailed",
          500, "InternalError",
          503, "SlowDown")),
  SQS(
      "application/x-amz-json-1.0",
      Map.of(
          409, "Conflict",
          412, "PreconditionFailed",
          500, "InternalFailure",
          503, "ServiceUnavailable")),
  BEDROCK(
      "application/json",
      Map.of(
          409, "ConflictException",
          412, "PreconditionFailedException",
          500, "InternalServerException",
          503, "ServiceUnavailableException"));

  private final String type;
  private final Map<Integer, String> codes;

  Aws(String type, Map<Integer, String> codes) {
    this.type = type;
    this.codes = codes;
  }

  /** Writes the answer that this service gives with this status. */
  void refuse(int status, boolean toHead, OutputStream out) throws IOException {
    String code = codes.get(status);
    String text = "A fault of the test.";
    byte[] body =
        (this == S3
                ? "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, text)
                : "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, text))
            .getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d Fault\r\nContent-Type: %s\r\nContent-Length: %d\r\nx-amzn-ErrorType: %s\r\n\r\n"
            .formatted(status, type, body.length, code);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!toHead) {
      out.write(body);
    }
    out.flush();
  }
}
