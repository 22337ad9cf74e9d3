package dev.caravan.local.bedrock.model;

/** A foundation model that the stand-in plays. */
public record Model(String id, String name, String provider, Lifecycle lifecycle, Family family) {

  /** How long a model is available. */
  public enum Lifecycle {
    ACTIVE,
    LEGACY,
    /**
     * Past its end of life, so Bedrock has no details of it. The stand-in still answers its calls,
     * because no other model has the wire format of its family.
     */
    WITHDRAWN,
    /** Past its end of life. The stand-in refuses every call of it, as Bedrock does. */
    ENDED;

    /** Whether Bedrock describes the model. */
    public boolean isListed() {
      return this == ACTIVE || this == LEGACY;
    }
  }
}
