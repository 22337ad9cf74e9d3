package dev.caravan.local.bedrock.picture;

import java.util.Random;

/** Drifts of flowers on a meadow, larger the nearer they stand. */
final class Flowers {

  private static final int COUNT = 2600;
  private static final Colour[] BLOSSOMS = {
    Colour.of(0xfaf6ff), Colour.of(0xe8637c), Colour.of(0xffd24f), Colour.of(0xa184ee)
  };

  private final View view;

  Flowers(View view) {
    this.view = view;
  }

  void paint(Canvas canvas) {
    Random chance = view.chance(85);
    Noise drifts = view.noise(86);
    int kind = chance.nextInt(BLOSSOMS.length);
    float ground = view.height() - view.horizon();
    for (int i = 0; i < COUNT; i++) {
      float depth = chance.nextFloat();
      float down = 0.05f + 0.95f * depth * depth;
      float x = view.width() * chance.nextFloat();
      float u = (x - view.width() * 0.5f) / view.scale() / (down + 0.15f);
      boolean grows = drifts.rolling(u * 1.3f + 60, down * 7, 2) > 0.38f;
      Colour petal = BLOSSOMS[chance.nextInt(5) == 0 ? (kind + 1) % BLOSSOMS.length : kind];
      if (grows) {
        Colour seen = petal.lit(view.palette().light());
        Colour hazy = seen.mix(view.palette().far(), view.wishes().light().dark() ? 0.6f : 0.1f);
        float radius = Math.max(0.6f, view.scale() * (0.0008f + 0.0036f * down));
        canvas.dot(x, view.horizon() + ground * down, radius, hazy, 0.85f);
      }
    }
  }
}
