package dev.caravan.local.bedrock.picture;

/** An sRGB colour; every channel is 0..255 but may be fractional, so that gradients stay smooth. */
record Colour(float r, float g, float b) {

  static final Colour WHITE = of(0xffffff);
  static final Colour BLACK = of(0);

  /** From 0xRRGGBB. */
  static Colour of(int rgb) {
    return new Colour((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255);
  }

  /** This colour at {@code share} 0, the other at 1. */
  Colour mix(Colour to, float share) {
    return new Colour(r + (to.r - r) * share, g + (to.g - g) * share, b + (to.b - b) * share);
  }
}
