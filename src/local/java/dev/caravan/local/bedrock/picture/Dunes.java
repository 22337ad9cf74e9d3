package dev.caravan.local.bedrock.picture;

/** One crest of sand: a bright slope, a shaded slope behind the crest, and wind ripples. */
final class Dunes implements Layer {

  private static final Colour SAND = Colour.of(0xf0b878);

  private final View view;
  private final Noise shape;
  private final Noise wind;
  private final float top;
  private final float height;
  private final float nearness;
  private final Silhouette edge;
  private final float[] crestTilt;
  private final Colour bright;
  private final Colour shade;

  /**
   * @param layer number of its noise
   * @param nearness 0 at the horizon .. 1 at our feet
   */
  Dunes(View view, int layer, float nearness) {
    this.view = view;
    this.shape = view.noise(layer);
    this.wind = view.noise(layer + 1);
    this.nearness = nearness;
    this.height = view.scale() * (0.05f + 0.1f * nearness);
    this.top = view.horizon() + (view.height() - view.horizon()) * 0.8f * nearness * nearness;
    this.edge = new Silhouette(view.width(), this::crest);
    this.crestTilt = new float[view.width()];
    float reach = view.scale() * 0.03f;
    for (int x = 0; x < crestTilt.length; x++) {
      crestTilt[x] = (crest(x + reach) - crest(x - reach)) / (2 * reach);
    }
    Palette palette = view.palette();
    boolean dark = view.wishes().light().dark();
    Colour sand = SAND.lit(palette.light()).mix(palette.far(), dark ? 0.72f : 0.12f);
    float veil = 0.5f * (1 - nearness);
    this.bright = sand.mix(palette.halo(), dark ? 0.05f : 0.18f).mix(palette.haze(), veil);
    this.shade = sand.mix(palette.near(), dark ? 0.6f : 0.5f).mix(palette.haze(), veil * 0.8f);
  }

  private float crest(float x) {
    float u = x / view.scale() * (2.6f - 1.5f * nearness) + 30;
    float sharp = shape.ridged(u, 2);
    return top - height * (0.1f + 1.5f * sharp * sharp);
  }

  @Override
  public void paint(Row row, int y) {
    float scale = view.scale();
    for (int x = 0; x < row.width; x++) {
      float cover = edge.cover(x, y);
      if (cover == 0) {
        continue;
      }
      float depth = Math.max(0, edge.depth(x, y)) / scale;
      float wander = wind.rolling(x / scale * 3, y / scale * 6, 2) - 0.37f;
      int from = (int) (x + (wander * 1.2f - 0.9f * depth) * depth * scale * 3);
      float tilt = crestTilt[Math.max(0, Math.min(crestTilt.length - 1, from))];
      float towards = -tilt * view.side(x);
      float soft = 0.18f + depth * 2.5f;
      float lit = Layer.smooth(-soft, soft, towards + 0.05f + depth * 0.8f);
      float lines = y / scale * 70 / (0.35f + nearness) + wander * 9 + x / scale * 6;
      float ripple = (wind.at(lines, x / scale * 2) - 0.5f) * 0.16f * nearness;
      row.over(x, shade.mix(bright, Math.max(0, Math.min(1, lit * 0.92f + ripple))), cover);
    }
  }
}
