package dev.caravan.local.bedrock.picture;

import java.awt.geom.Path2D;
import java.util.Random;

/** The outline of conifers, each a little different. */
record Wood(Random chance, Path2D outline) {

  private static final int TIERS = 13;

  Wood(Random chance) {
    this(chance, new Path2D.Float(Path2D.WIND_NON_ZERO));
  }

  /** Adds a tree: its branches down the right side, then up the left side. */
  void plant(float x, float base, float size) {
    outline.moveTo(x, base - size);
    for (int i = 1; i <= 2 * TIERS; i++) {
      boolean right = i <= TIERS;
      float share = (right ? i : 2 * TIERS + 1 - i) / (float) TIERS;
      float y = base - size + size * share;
      float wide = size * 0.19f * (share - 0.02f) * (0.75f + 0.4f * chance.nextFloat());
      if (right) {
        outline.lineTo(x + wide, y + size * 0.012f);
      }
      outline.lineTo(x + (right ? 0.42f : -0.42f) * wide, y - size * 0.008f);
      if (!right) {
        outline.lineTo(x - wide, y + size * 0.012f);
      }
    }
    outline.closePath();
  }
}
