package dev.caravan.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** The bearer tokens that may call the API (RFC 6750). If there are none, anyone may call it. */
public final class BearerTokens {

  private static final String SCHEME = "Bearer ";

  private final List<byte[]> tokens;

  /**
   * @param tokens separated by commas, so that a new token can be added before the old one is
   *     removed
   */
  public BearerTokens(String tokens) {
    this.tokens =
        Arrays.stream(tokens.split(","))
            .map(String::strip)
            .filter(token -> !token.isEmpty())
            .map(token -> token.getBytes(StandardCharsets.UTF_8))
            .toList();
  }

  boolean allow(String authorization) {
    if (tokens.isEmpty()) {
      return true;
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] sent = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    boolean allowed = false;
    for (byte[] token : tokens) {
      // Compares every token, each in constant time, so that the duration reveals nothing.
      allowed |= MessageDigest.isEqual(token, sent);
    }
    return allowed;
  }
}
