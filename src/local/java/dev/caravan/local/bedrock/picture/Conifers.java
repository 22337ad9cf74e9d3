package dev.caravan.local.bedrock.picture;

import java.awt.geom.Path2D;
import java.util.Random;

/** Tall trees on both sides of the foreground, which frame the picture. */
final class Conifers {

  private final View view;
  private final Random chance;
  private final Colour dark;
  private final Colour frost;

  Conifers(View view) {
    this.view = view;
    this.chance = view.chance(80);
    Palette palette = view.palette();
    this.dark = palette.near().mix(Colour.BLACK, 0.25f);
    this.frost = dark.mix(Colour.WHITE.lit(palette.light()), 0.5f);
  }

  /**
   * @param base the line on which the nearest trees stand, pixels from the top
   */
  void paint(Canvas canvas, float base) {
    boolean left = view.sunX() > view.width() / 2f;
    bank(canvas, base, left);
    stand(canvas, base, left, 5, 0.42f);
    stand(canvas, base, !left, 3, 0.26f);
  }

  private void stand(Canvas canvas, float base, boolean left, int count, float tallest) {
    float scale = view.scale();
    for (int i = count - 1; i >= 0; i--) {
      float inward = scale * (0.015f + 0.062f * i + 0.03f * chance.nextFloat());
      float size = scale * tallest * (1 - 0.13f * i) * (0.75f + 0.4f * chance.nextFloat());
      float x = left ? inward : view.width() - inward;
      tree(canvas, x, base + scale * 0.03f, size);
    }
  }

  /** The shore we stand on: high at the sides, higher under the tall trees, with rough grass. */
  private void bank(Canvas canvas, float base, boolean left) {
    Noise grass = view.noise(81);
    Path2D bank = new Path2D.Float();
    bank.moveTo(-2, view.height() + 2);
    float step = Math.max(1, view.scale() / 500);
    for (float x = -2; x <= view.width() + 2 + step; x += step) {
      float across = x / view.width();
      float fromHigh = left ? across : 1 - across;
      float dip = Layer.smooth(0, 0.6f, fromHigh) * Layer.smooth(1.15f, 0.7f, fromHigh);
      float rough = grass.rolling(x / view.scale() * 9, 3) * 0.03f + grass.at(x / step) * 0.006f;
      float low = Math.min(view.height() * 0.97f, base + view.scale() * 0.13f);
      bank.lineTo(x, base + (low - base) * dip - view.scale() * (rough - 0.02f));
    }
    bank.lineTo(view.width() + 2, view.height() + 2);
    bank.closePath();
    canvas.fill(bank, dark, 1);
  }

  private void tree(Canvas canvas, float x, float base, float size) {
    int tiers = 13;
    Path2D tree = new Path2D.Float();
    Path2D snow = new Path2D.Float();
    float top = base - size;
    tree.moveTo(x, top);
    float[] left = branches(tiers, size);
    float[] right = branches(tiers, size);
    for (int i = 0; i < tiers; i++) {
      float y = top + size * 0.94f * (i + 1) / tiers;
      tree.lineTo(x + right[i], y + size * 0.012f);
      tree.lineTo(x + right[i] * 0.42f, y - size * 0.008f);
      snow.moveTo(x + right[i], y + size * 0.012f);
      snow.lineTo(x + right[i] * 0.2f, y - size * 0.05f);
      snow.lineTo(x + right[i] * 0.42f, y - size * 0.012f);
      snow.closePath();
    }
    tree.lineTo(x + size * 0.012f, base - size * 0.06f);
    tree.lineTo(x + size * 0.014f, base);
    tree.lineTo(x - size * 0.014f, base);
    tree.lineTo(x - size * 0.012f, base - size * 0.06f);
    for (int i = tiers - 1; i >= 0; i--) {
      float y = top + size * 0.94f * (i + 1) / tiers;
      tree.lineTo(x - left[i] * 0.42f, y - size * 0.008f);
      tree.lineTo(x - left[i], y + size * 0.012f);
    }
    tree.closePath();
    canvas.fill(tree, dark, 1);
    if (view.wishes().winter()) {
      canvas.fill(snow, frost, 0.55f);
    }
  }

  private float[] branches(int tiers, float size) {
    float[] reach = new float[tiers];
    for (int i = 0; i < tiers; i++) {
      float share = (i + 0.7f) / tiers;
      reach[i] = size * 0.19f * share * (0.75f + 0.4f * chance.nextFloat());
    }
    return reach;
  }
}
