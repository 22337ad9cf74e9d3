package dev.caravan.generation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest. */
public final class Sha256 {

  private final byte[] digest;

  private Sha256(byte[] digest) {
    this.digest = digest;
  }

  public static Sha256 of(byte[] bytes) {
    try {
      return new Sha256(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  public static Sha256 of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param hex 64 digits
   */
  public static Sha256 ofHex(String hex) {
    return new Sha256(HexFormat.of().parseHex(hex));
  }

  /** Compares in constant time, so that the duration reveals nothing about either digest. */
  public boolean isEqual(Sha256 other) {
    return MessageDigest.isEqual(digest, other.digest);
  }

  /** 64 lower-case hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(digest);
  }

  /** The first eight bytes as a number. */
  public long asLong() {
    return ByteBuffer.wrap(digest).getLong();
  }
}
