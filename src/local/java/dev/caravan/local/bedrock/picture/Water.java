package dev.caravan.local.bedrock.picture;

import static dev.caravan.local.bedrock.picture.Noise.smooth;

/**
 * A lake or a sea: the land above mirrored in moving water, with the sun's path on it.
 *
 * @param roughness 0 a mirror .. 1 a sea with waves
 */
record Water(View view, float roughness) {

  void paint(Canvas canvas) {
    Light light = view.light;
    Colour deep = light.zenith.mix(light.near, 0.45f);
    Colour glitter = light.disc.mix(light.halo, 0.4f);
    for (int y = (int) Math.ceil(view.horizon); y < canvas.height; y++) {
      float down = (y + 0.5f - view.horizon) / view.scale;
      // Waves grow with nearness: their size on the picture is proportional to the way down.
      float near = down + 0.012f;
      float v = (float) Math.log(near) * 11 + 90;
      float shore = smooth(0, 0.01f, down);
      float dark = 0.2f + 0.45f * smooth(0, 0.5f, down) + 0.12f * roughness;
      for (int x = 0; x < canvas.width; x++) {
        float u = (x - view.width * 0.5f) / view.scale / (near + 0.05f) + 200;
        float wave = view.noise.rolling(u * 0.75f, v * 2.2f, 3) - 0.44f;
        float move = wave * 0.8f + (view.noise.at(u * 2.6f, v * 6) - 0.5f) * 0.25f;
        Colour mirrored = mirror(canvas, x, down, move * near * (0.14f + 0.7f * roughness));
        float tone = dark - wave * (0.35f + 0.5f * roughness);
        Colour own = mirrored.mix(deep, Math.max(0, Math.min(0.9f, tone)) * shore);
        float away = (x - view.sunX) / view.scale;
        float path = 1 / (1 + away * away / (0.0035f + near * near * 0.1f));
        float sparkle = smooth(0.02f, 0.34f, move + 0.16f * path) * shore;
        canvas.over(x, y, own.mix(glitter, Math.min(1, path * path * sparkle)), 1);
      }
    }
  }

  /** The land above, as far from the shore as the water is, and blurred along the vertical. */
  private Colour mirror(Canvas canvas, int x, float down, float move) {
    float above = view.horizon + (move - down * (1 + 0.15f * roughness)) * view.scale;
    float column = Math.max(0, Math.min(canvas.width - 1, x + move * view.scale * 0.35f));
    Colour sum = Colour.BLACK;
    for (int i = -1; i <= 1; i++) {
      float line = above + i * (down * view.scale * (0.025f + 0.1f * roughness) + 0.5f);
      int seen = (int) Math.max(0, Math.min(view.horizon - 1, line));
      sum = sum.mix(canvas.at((int) column, seen), 1f / (i + 2));
    }
    return sum;
  }
}
