package dev.caravan.local.bedrock.picture;

import java.awt.geom.Path2D;
import java.util.Random;

/** A loose flock far away. */
final class Birds {

  private final View view;

  Birds(View view) {
    this.view = view;
  }

  void paint(Canvas canvas) {
    Random chance = view.chance(90);
    Colour ink = view.palette().near().mix(view.palette().sky(), 0.15f);
    float middleX = view.width() - view.sunX() + view.scale() * 0.1f * (chance.nextFloat() - 0.5f);
    float middleY = view.horizon() * (0.28f + 0.2f * chance.nextFloat());
    int flock = 5 + chance.nextInt(5);
    for (int i = 0; i < flock; i++) {
      float x = middleX + view.scale() * 0.16f * (float) chance.nextGaussian() * 0.6f;
      float y = middleY + view.scale() * 0.05f * (float) chance.nextGaussian() * 0.7f;
      float span = Math.max(3.5f, view.scale() * (0.009f + 0.009f * chance.nextFloat()));
      canvas.fill(bird(x, y, span, 0.25f + 0.3f * chance.nextFloat()), ink, 0.85f);
    }
  }

  /** Two wings that meet at the body; {@code lift} is how high the wings are raised. */
  private static Path2D bird(float x, float y, float span, float lift) {
    float thick = span * 0.16f;
    Path2D bird = new Path2D.Float();
    bird.moveTo(x - span, y - span * lift);
    bird.quadTo(x - span * 0.45f, y - span * (lift + 0.35f), x, y);
    bird.quadTo(x + span * 0.45f, y - span * (lift + 0.35f), x + span, y - span * lift);
    bird.quadTo(x + span * 0.5f, y - span * (lift + 0.05f), x, y + thick * 1.4f);
    bird.quadTo(x - span * 0.5f, y - span * (lift + 0.05f), x - span, y - span * lift);
    bird.closePath();
    return bird;
  }
}
