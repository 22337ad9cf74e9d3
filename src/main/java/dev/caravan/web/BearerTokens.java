package dev.caravan.web;

import dev.caravan.generation.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    return tokens.isEmpty() || find(authorization) != null;
  }

  /**
   * Identifies the caller of a request without revealing the token: a digest of it. Empty if
   * callers need no token.
   */
  Optional<String> caller(String authorization) {
    byte[] token = find(authorization);
    return token == null
        ? Optional.empty()
        : Optional.of(Sha256.of(new String(token, StandardCharsets.UTF_8)).hex());
  }

  /** The configured token that the header contains; null if there is none. */
  private byte[] find(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    byte[] sent = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    byte[] found = null;
    for (byte[] token : tokens) {
      // Compares every token, each in constant time, so that the duration reveals nothing.
      found = MessageDigest.isEqual(token, sent) ? token : found;
    }
    return found;
  }
}
