package dev.caravan.it.raw;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parses answers from the bytes of one connection. */
final class AnswerReader {

  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final boolean isHead;

  /**
   * @param isHead the first answer has no body
   */
  AnswerReader(boolean isHead) {
    this.isHead = isHead;
  }

  void add(byte[] bytes, int length) {
    received.write(bytes, 0, length);
  }

  /** At least one answer is complete, and nothing follows. */
  boolean isBetweenAnswers() {
    List<RawAnswer> answers = new ArrayList<>();
    return parse(answers) == received.size()
        && !answers.isEmpty()
        && answers.get(answers.size() - 1).status() >= 200;
  }

  List<RawAnswer> answers() {
    List<RawAnswer> answers = new ArrayList<>();
    parse(answers);
    return answers;
  }

  /** Returns the number of bytes that belong to complete answers. */
  private int parse(List<RawAnswer> answers) {
    String all = received.toString(StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < all.length()) {
      int headEnd = all.indexOf("\r\n\r\n", at);
      if (headEnd < 0) {
        return at;
      }
      RawAnswer head = RawAnswer.of(all.substring(at, headEnd));
      int bodyAt = headEnd + 4;
      Body body = body(head, isHead && answers.isEmpty(), all, bodyAt);
      if (body == null) {
        return at;
      }
      answers.add(head.with(body.text.getBytes(StandardCharsets.ISO_8859_1)));
      at = body.end;
    }
    return at;
  }

  private record Body(String text, int end) {}

  private static Body body(RawAnswer head, boolean isHead, String all, int at) {
    if (isHead || head.status() < 200 || head.status() == 204 || head.status() == 304) {
      return new Body("", at);
    }
    if ("chunked".equalsIgnoreCase(head.header("Transfer-Encoding"))) {
      return chunks(all, at);
    }
    String length = head.header("Content-Length");
    if (length == null) {
      throw new AssertionError("an answer without a length: " + head);
    }
    int end = at + Integer.parseInt(length);
    return end > all.length() ? null : new Body(all.substring(at, end), end);
  }

  private static Body chunks(String all, int from) {
    StringBuilder text = new StringBuilder();
    int at = from;
    while (true) {
      int lineEnd = all.indexOf("\r\n", at);
      if (lineEnd < 0) {
        return null;
      }
      int size = Integer.parseInt(all.substring(at, lineEnd).trim(), 16);
      int end = lineEnd + 2 + size + 2;
      if (end > all.length()) {
        return null;
      }
      if (size == 0) {
        return new Body(text.toString(), end);
      }
      text.append(all, lineEnd + 2, end - 2);
      at = end;
    }
  }
}
