package dev.caravan.local.bedrock.picture;

/** Drifting clouds, flat towards the horizon and lit from the side of the sun. */
final class Clouds implements Layer {

  private static final int OCTAVES = 5;

  private final View view;
  private final Noise noise;
  private final float threshold;
  private final float opacity;
  private final Colour bright;
  private final Colour shade;

  Clouds(View view) {
    this.view = view;
    this.noise = view.noise(4);
    boolean dark = view.wishes().light().dark();
    this.threshold = 0.62f - 0.24f * view.wishes().cloudiness();
    this.opacity = dark ? 0.25f : 0.8f;
    Palette palette = view.palette();
    this.bright = Colour.WHITE.lit(palette.light()).mix(palette.halo(), 0.45f);
    this.shade = palette.sky().mix(palette.far(), 0.35f).mix(bright, dark ? 0 : 0.25f);
  }

  @Override
  public void paint(Row row, int y) {
    if (y > view.horizon()) {
      return;
    }
    float t = y / view.horizon();
    // Perspective: clouds far away, near the horizon, are seen from the side and look flat.
    float v = 5.5f * t / (1.25f - t * 0.75f);
    float stretch = (1.5f + 1.3f * t) * 1.25f;
    float fade = Layer.smooth(-0.1f, 0.25f, t) * Layer.smooth(1.02f, 0.75f, t);
    float centre = view.sunX() / view.scale();
    for (int x = 0; x < row.width; x++) {
      float u = (x / view.scale() - centre) * stretch + 60;
      float n = noise.rolling(u, v, OCTAVES);
      float density = Layer.smooth(threshold, threshold + 0.24f, n);
      if (density > 0) {
        float sunSide = noise.rolling(u, v + 0.22f, 3) - noise.rolling(u, v - 0.05f, 3);
        float lit = Layer.smooth(-0.12f, 0.14f, -sunSide + 0.35f * (view.nearSun(x, y, 6) - 0.5f));
        row.over(x, shade.mix(bright, lit), density * fade * opacity);
      }
    }
  }
}
