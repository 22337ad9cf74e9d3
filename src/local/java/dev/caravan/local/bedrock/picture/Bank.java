package dev.caravan.local.bedrock.picture;

import static dev.caravan.local.bedrock.picture.Noise.smooth;

import java.awt.geom.Path2D;

/**
 * The dark ground in front, with tall trees on both sides that frame the picture.
 *
 * @param low the line on which the nearest trees stand, in pixels from the top
 */
record Bank(View view, float low) {

  void paint(Canvas canvas) {
    float scale = view.scale;
    boolean left = view.sunX > view.width / 2f;
    Path2D ground = new Path2D.Float();
    ground.moveTo(view.width + 1, view.height);
    ground.lineTo(0, view.height);
    for (int x = 0; x <= view.width + 1; x++) {
      float across = left ? x / (float) view.width : 1 - x / (float) view.width;
      float dip = smooth(0, 0.6f, across) * smooth(1.15f, 0.7f, across);
      float sunk = Math.min(view.height * 0.97f - low, scale * 0.13f) * dip;
      float grass = view.noise.rolling(x / scale * 9, 60, 7) * 0.036f - 0.02f;
      ground.lineTo(x, low + sunk - scale * grass);
    }
    Colour dark = view.light.near.mix(Colour.BLACK, 0.25f);
    canvas.fill(ground, dark, 1);
    Wood wood = new Wood(view.chance);
    for (int i = 0; i < 8; i++) {
      boolean tall = i < 5;
      float inward = scale * (0.015f + 0.062f * (i % 5) + 0.03f * view.chance.nextFloat());
      float size = scale * (tall ? 0.42f : 0.26f) * (1 - 0.13f * (i % 5));
      float x = tall == left ? inward : view.width - inward;
      wood.plant(x, low + scale * 0.03f, size * (0.75f + 0.4f * view.chance.nextFloat()));
    }
    canvas.fill(wood.outline(), dark, 1);
  }
}
