package dev.caravan.local.bedrock.model;

/** A foundation model of the stand-in. */
public record Model(String id, String name, String provider, Lifecycle lifecycle, Family family) {

  /** {@code ENDED} models are known, and refuse every call as the real ones do. */
  public enum Lifecycle {
    ACTIVE,
    LEGACY,
    ENDED
  }
}
