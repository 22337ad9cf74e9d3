package dev.caravan.local.bedrock.picture;

/** An sRGB colour; every channel is 0..255 but may be fractional, so that gradients stay smooth. */
record Colour(float r, float g, float b) {

  static final Colour WHITE = of(0xffffff);
  static final Colour BLACK = of(0x000000);

  /** From 0xRRGGBB. */
  static Colour of(int rgb) {
    return new Colour((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255);
  }

  /** This colour at {@code share} 0, the other at 1. */
  Colour mix(Colour other, float share) {
    return new Colour(
        r + (other.r - r) * share, g + (other.g - g) * share, b + (other.b - b) * share);
  }

  /** Lit by a coloured light: white leaves this colour as it is. */
  Colour lit(Colour light) {
    return new Colour(r * light.r / 255, g * light.g / 255, b * light.b / 255);
  }

  /** Perceived brightness, 0..255. */
  float brightness() {
    return 0.299f * r + 0.587f * g + 0.114f * b;
  }

  /** Turns the colour wheel by a small angle in degrees, keeping the brightness. */
  Colour turned(double degrees) {
    double angle = StrictMath.toRadians(degrees);
    float cos = (float) StrictMath.cos(angle);
    float sin = (float) StrictMath.sin(angle);
    float y = brightness();
    float u = (b - y) * cos - (r - y) * sin;
    float v = (b - y) * sin + (r - y) * cos;
    float green = y - (0.299f * v + 0.114f * u) / 0.587f;
    return new Colour(within(y + v), within(green), within(y + u));
  }

  private static float within(float channel) {
    return Math.max(0, Math.min(255, channel));
  }
}
