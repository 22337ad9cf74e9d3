package dev.caravan.local.bedrock.picture;

import java.util.Random;

/** Flakes in the air, near and far. */
final class Snowfall {

  private final View view;

  Snowfall(View view) {
    this.view = view;
  }

  void paint(Canvas canvas) {
    Random chance = view.chance(95);
    Colour white = Colour.WHITE.lit(view.palette().light());
    int flakes = (int) (700L * view.width() * view.height() / (view.scale() * view.scale()));
    for (int i = 0; i < flakes; i++) {
      float x = view.width() * chance.nextFloat();
      float y = view.height() * chance.nextFloat();
      float near = chance.nextFloat();
      float radius = Math.max(0.8f, view.scale() / 1024 * (0.9f + 3.2f * near * near * near));
      canvas.dot(x, y, radius, white, 0.75f - 0.4f * near);
    }
  }
}
