package dev.caravan.callers;

import dev.caravan.generation.Sha256;

/**
 * A bearer token and its caller. Only the token's digest is kept.
 *
 * @param name of the caller, for logs and records
 * @param owner whose idempotency keys these are; no two callers have the same one
 */
public record Token(String name, String owner, Sha256 digest) {

  /** A token with a name. Its caller keeps its idempotency keys when the token changes. */
  static Token named(String name, Sha256 digest) {
    // No digest has a colon, so no plain token has this owner.
    return new Token(name, "name:" + name, digest);
  }

  /**
   * A token without a name: its place is the name, and its digest owns the keys, as before tokens
   * had names.
   *
   * @param place in the list, from 1
   */
  static Token plain(int place, String token) {
    Sha256 digest = Sha256.of(token);
    return new Token("token-" + place, digest.hex(), digest);
  }
}
