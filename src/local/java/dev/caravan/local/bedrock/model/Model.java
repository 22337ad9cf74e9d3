package dev.caravan.local.bedrock.model;

/** A foundation model that the stand-in plays. */
public record Model(String id, String name, String provider, Lifecycle lifecycle, Family family) {

  /** The stand-in knows {@code ENDED} models and refuses every call of them, as Bedrock does. */
  public enum Lifecycle {
    ACTIVE,
    LEGACY,
    ENDED
  }
}
