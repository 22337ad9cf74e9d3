package dev.caravan.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The target of a request line.
 *
 * @param text a path with an optional query, or an absolute URL as proxies send it
 * @param host the header {@code Host}; null if there is none
 */
record RequestTarget(String text, String host) {

  private static final int HEX = 16;

  /**
   * The path without a slash at its end, and the query. Every path with a slash at its end means
   * the same as without.
   *
   * @throws Refusal.RefusedException if the target is not of either form, contains characters that
   *     must be percent-encoded, or can't be decoded
   */
  String pathAndQuery() {
    checkCharacters();
    String target = isAbsolute() ? withoutAuthority() : text;
    if (!target.startsWith("/")) {
      throw Refusal.bad("The target of the request must be a path that begins with a slash.");
    }
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    checkDecodes(path, "path");
    checkDecodes(query < 0 ? "" : target.substring(query), "query string");
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end) + (query < 0 ? "" : target.substring(query));
  }

  private void checkCharacters() {
    for (int at = 0; at < text.length(); at++) {
      char found = text.charAt(at);
      if (found <= ' ' || found > '~' || found == '#') {
        throw Refusal.bad(DecodingError.TARGET);
      }
    }
  }

  private boolean isAbsolute() {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  private String withoutAuthority() {
    int from = text.indexOf("//") + 2;
    int to = from;
    while (to < text.length() && text.charAt(to) != '/' && text.charAt(to) != '?') {
      to++;
    }
    if (!text.substring(from, to).equalsIgnoreCase(host)) {
      throw Refusal.bad("The target of the request and the header Host name different hosts.");
    }
    String rest = text.substring(to);
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static void checkDecodes(String part, String name) {
    ByteBuffer bytes = ByteBuffer.allocate(part.length());
    for (int at = 0; at < part.length(); at++) {
      if (part.charAt(at) != '%') {
        bytes.put((byte) part.charAt(at));
        continue;
      }
      int high = at + 2 < part.length() ? Character.digit(part.charAt(at + 1), HEX) : -1;
      int low = at + 2 < part.length() ? Character.digit(part.charAt(at + 2), HEX) : -1;
      if (high < 0 || low < 0) {
        throw undecodable(name);
      }
      bytes.put((byte) (high * HEX + low));
      at += 2;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
    } catch (CharacterCodingException e) {
      throw undecodable(name);
    }
  }

  private static Refusal.RefusedException undecodable(String name) {
    return Refusal.bad("The " + name + " is not percent-encoded UTF-8.");
  }
}
