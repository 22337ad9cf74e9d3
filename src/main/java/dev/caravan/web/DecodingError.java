package dev.caravan.web;

import io.netty.handler.codec.http.ContentLengthNotAllowedException;
import io.netty.handler.codec.http.InvalidChunkExtensionException;
import io.netty.handler.codec.http.InvalidChunkTerminationException;
import io.netty.handler.codec.http.InvalidLineSeparatorException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why Netty's decoder could not read a request, in sentences of ours: its own messages repeat parts
 * of the request.
 *
 * @param cause the decoder's exception
 */
record DecodingError(Throwable cause) {

  static final String LENGTH = "Content-Length must occur once and be a whole number.";
  static final String LENGTH_AND_CODING =
      "Send either Content-Length or Transfer-Encoding, not both.";
  static final String CODING = "Transfer-Encoding must be chunked, and must occur once.";
  static final String TARGET =
      "The target of the request has a character that must be percent-encoded.";

  private static final String REQUEST_LINE =
      "The request line must be METHOD TARGET HTTP/1.1, with a space between them.";
  private static final String METHOD = "The method has a character that is not allowed.";
  private static final String LINE_END = "A line of the request does not end with CR LF.";
  private static final String NAME =
      "The name of a header has a character that is not allowed, such as a space before the colon.";
  private static final String VALUE = "The value of a header has a control character.";
  private static final String FOLD =
      "A header goes on in another line. Send each header in one line.";
  private static final String COLON = "A line of the headers has no colon.";
  private static final String CHUNK_SIZE =
      "The size of a chunk must be a hexadecimal number, at most 7FFFFFFF.";
  private static final String CHUNK_LINE =
      "The line with the size of a chunk has a broken extension, or does not end with CR LF.";
  private static final String CHUNK_END =
      "A chunk is longer than its size, or does not end with CR LF.";

  private static final Pattern LIMIT = Pattern.compile("larger than (\\d{1,9}) bytes");

  /**
   * @param start of the decoder's message; empty for any
   */
  private record Row(Class<? extends Throwable> type, String start, String detail) {

    boolean matches(Throwable cause) {
      return type.isInstance(cause) && String.valueOf(cause.getMessage()).startsWith(start);
    }
  }

  /** The first row that matches has the sentence. The decoder's classes alone tell little. */
  private static final List<Row> ROWS =
      List.of(
          new Row(FoldedHeaderException.class, "", FOLD),
          new Row(ContentLengthNotAllowedException.class, "", LENGTH_AND_CODING),
          new Row(InvalidLineSeparatorException.class, "", LINE_END),
          new Row(InvalidChunkExtensionException.class, "", CHUNK_LINE),
          new Row(InvalidChunkTerminationException.class, "", CHUNK_END),
          new Row(NumberFormatException.class, "", CHUNK_SIZE),
          invalid("Multiple Content-Length", LENGTH),
          invalid("Content-Length value is not", LENGTH),
          invalid("The final transfer coding", CODING),
          invalid("chunked transfer coding", CODING),
          invalid("chunked must be the last", CODING),
          invalid("No colon", COLON),
          invalid("a header name", NAME),
          invalid("a header value", VALUE),
          invalid("Validation failed for header", VALUE),
          invalid("Invalid separator", VALUE),
          invalid("only '\\n' is allowed after", LINE_END),
          invalid("Illegal character in HTTP Method", METHOD),
          invalid("The URI contain", TARGET),
          invalid("text is empty", REQUEST_LINE),
          invalid("invalid version format", REQUEST_LINE),
          invalid("Invalid version number", REQUEST_LINE));

  private static Row invalid(String start, String detail) {
    return new Row(IllegalArgumentException.class, start, detail);
  }

  String detail() {
    return ROWS.stream()
        .filter(row -> row.matches(cause))
        .findFirst()
        .map(Row::detail)
        .orElse("The request is not valid HTTP.");
  }

  /** The limit that the request exceeds, with its setting. */
  String limit() {
    Matcher limit = LIMIT.matcher(String.valueOf(cause.getMessage()));
    return (limit.find() ? "%,d bytes ".formatted(Integer.parseInt(limit.group(1))) : "the limit ")
        + "(CARAVAN_HTTP_MAX_HEADER_BYTES)";
  }
}
