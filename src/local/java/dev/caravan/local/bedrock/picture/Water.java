package dev.caravan.local.bedrock.picture;

/** A lake or a sea: the land above mirrored in moving water, with the sun's path on it. */
final class Water implements Layer {

  private final View view;
  private final Canvas painted;
  private final Noise ripples;
  private final float roughness;
  private final Colour deep;
  private final Colour glitter;

  /**
   * @param painted the picture so far; its lines above the horizon are mirrored
   * @param roughness 0 a mirror .. 1 a sea with waves
   */
  Water(View view, Canvas painted, float roughness) {
    this.view = view;
    this.painted = painted;
    this.ripples = view.noise(60);
    this.roughness = roughness;
    Palette palette = view.palette();
    this.deep = palette.zenith().mix(palette.near(), 0.45f);
    this.glitter = palette.disc().mix(palette.halo(), 0.4f);
  }

  @Override
  public void paint(Row row, int y) {
    float down = y + 0.5f - view.horizon();
    if (down < 0) {
      return;
    }
    float scale = view.scale();
    // Waves grow with nearness: their size on the picture is proportional to the way down.
    float near = down / scale + 0.012f;
    float v = (float) StrictMath.log(near) * 11 + 90;
    float shore = Layer.smooth(0, 0.01f, down / scale);
    float dark = 0.2f + 0.45f * Layer.smooth(0, 0.5f, down / scale) + 0.12f * roughness;
    for (int x = 0; x < row.width; x++) {
      float u = (x - view.width() * 0.5f) / scale / (near + 0.05f) + 200;
      float wave = ripples.rolling(u * 0.75f, v * 2.2f, 3) - 0.44f;
      float fine = ripples.at(u * 2.6f, v * 6) - 0.5f;
      float move = wave * 0.8f + fine * 0.25f;
      mirror(row, x, y, down, move * scale * near * (0.14f + 0.7f * roughness));
      float tone = dark - wave * (0.35f + 0.5f * roughness);
      row.over(x, deep, Math.max(0, Math.min(0.9f, tone)) * shore);
      float away = (x - view.sunX()) / scale;
      float path = 1 / (1 + away * away / (0.0035f + near * near * 0.10f));
      float sparkle = Layer.smooth(0.02f, 0.34f, move + 0.16f * path);
      row.glow(x, glitter, Math.min(1, path * path * sparkle * shore * 1.1f));
    }
  }

  /** Blurs along the vertical, as water does. */
  private void mirror(Row row, int x, int y, float down, float move) {
    float blur = down * (0.025f + 0.1f * roughness) + 0.5f;
    int sideways = (int) Math.max(0, Math.min(row.width - 1, x + move * 0.35f));
    float r = 0;
    float g = 0;
    float b = 0;
    for (int i = -1; i <= 1; i++) {
      float from = view.horizon() - down * (1 + 0.15f * roughness) + move + i * blur;
      int line = (int) Math.max(0, Math.min(view.horizon() - 1, from));
      int rgb = painted.rgb(sideways, line);
      r += (rgb >> 16) & 255;
      g += (rgb >> 8) & 255;
      b += rgb & 255;
    }
    row.over(x, new Colour(r / 3, g / 3, b / 3), 1);
  }
}
