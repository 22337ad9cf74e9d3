package dev.caravan.local.bedrock.picture;

import java.awt.geom.Path2D;
import java.util.Random;

/** Sailing boats on the water, with their dark image below them. */
final class Boats {

  private final View view;

  Boats(View view) {
    this.view = view;
  }

  void paint(Canvas canvas) {
    Random chance = view.chance(97);
    int fleet = 2 + chance.nextInt(2);
    for (int i = 0; i < fleet; i++) {
      float near = (0.07f + 0.14f * i) * (0.8f + 0.4f * chance.nextFloat());
      float x = view.width() * (0.16f + 0.68f * ((i * 0.41f + chance.nextFloat() * 0.25f) % 1));
      float y = view.horizon() + (view.height() - view.horizon()) * near * 0.75f;
      boat(canvas, x, y, view.scale() * (0.03f + 0.28f * near), 1, 0.92f);
      boat(canvas, x, y, view.scale() * (0.03f + 0.28f * near), -0.6f, 0.22f);
    }
  }

  /** Hull and two sails; {@code up} is 1 for the boat, negative for its image in the water. */
  private void boat(Canvas canvas, float x, float y, float size, float up, float opacity) {
    Palette palette = view.palette();
    Colour wood = palette.near().mix(palette.far(), 0.15f);
    Colour cloth = Colour.WHITE.lit(palette.light()).mix(palette.haze(), 0.25f);
    Colour seen = view.wishes().light().dark() ? cloth.mix(palette.far(), 0.6f) : cloth;
    canvas.fill(main(x, y, size, up), seen, opacity);
    canvas.fill(jib(x, y, size, up), seen.mix(wood, 0.18f), opacity);
    canvas.fill(hull(x, y, size, up), wood, opacity);
  }

  private static Path2D main(float x, float y, float size, float up) {
    Path2D sail = new Path2D.Float();
    sail.moveTo(x, y - size * 0.14f * up);
    sail.quadTo(x + size * 0.16f, y - size * 0.6f * up, x + size * 0.02f, y - size * up);
    sail.quadTo(x + size * 0.36f, y - size * 0.6f * up, x + size * 0.4f, y - size * 0.14f * up);
    sail.closePath();
    return sail;
  }

  private static Path2D jib(float x, float y, float size, float up) {
    Path2D sail = new Path2D.Float();
    sail.moveTo(x - size * 0.02f, y - size * 0.88f * up);
    sail.quadTo(x - size * 0.16f, y - size * 0.4f * up, x - size * 0.36f, y - size * 0.14f * up);
    sail.quadTo(x - size * 0.16f, y - size * 0.17f * up, x - size * 0.03f, y - size * 0.14f * up);
    sail.closePath();
    return sail;
  }

  private static Path2D hull(float x, float y, float size, float up) {
    Path2D hull = new Path2D.Float();
    hull.moveTo(x - size * 0.44f, y - size * 0.1f * up);
    hull.quadTo(x, y - size * 0.05f * up, x + size * 0.46f, y - size * 0.1f * up);
    hull.quadTo(x + size * 0.36f, y + size * 0.04f * up, x + size * 0.22f, y + size * 0.04f * up);
    hull.lineTo(x - size * 0.28f, y + size * 0.04f * up);
    hull.closePath();
    return hull;
  }
}
