package dev.caravan.local.bedrock.picture;

import static dev.caravan.local.bedrock.picture.Noise.smooth;

/** One range of land: a crest against the sky, a bright and a shaded side, haze at its foot. */
final class Ridge {

  /** Rock with snow; sand, grass or snow; conifers. */
  enum Cover {
    ROCK,
    SOIL,
    WOOD
  }

  private final View view;
  private final Cover cover;
  private final float height;
  private final float foot;
  private final float distance;
  private final float[] crest;

  /**
   * @param height of the highest crests, as a share of the scale
   * @param foot where the range begins: 0 at the horizon .. 1 at the lower edge
   * @param distance 0 in the foreground .. 1 lost in haze; ranges with the same one look alike
   * @param summit whether one peak rises above the range
   */
  Ridge(View view, Cover cover, float height, float foot, float distance, boolean summit) {
    this.view = view;
    this.cover = cover;
    // A summit rises by a third above this and must stay below the upper edge.
    this.height = Math.min(height * view.scale, view.horizon * 0.64f);
    this.foot = view.horizon + foot * (view.height - view.horizon);
    this.distance = distance;
    crest = new float[view.width + 1];
    for (int x = 0; x < crest.length; x++) {
      float rise = summit ? Math.max(0.8f * rise(x), summit(x)) : rise(x);
      crest[x] = this.foot - this.height * rise;
    }
  }

  /** The height of the crest at a column, as a share of the range's height. */
  private float rise(float x) {
    int line = (int) (distance * 100);
    float u = x / view.scale * 2 + 30;
    if (cover == Cover.ROCK) {
      float sharp = view.noise.ridged(u, line, 6);
      float range = 0.45f + 0.75f * view.noise.at(u * 0.45f + 70, line);
      return range * (0.12f + sharp * sharp * 1.05f);
    }
    float dune = view.noise.ridged(u * (0.55f + 0.75f * distance), line, 2);
    boolean sand = cover == Cover.SOIL && view.ground == View.Ground.DUNES;
    return sand ? 0.1f + 1.8f * dune * dune : view.noise.rolling(u, line, 4);
  }

  /** The same for a lone peak, which is across from the sun, so that light and mass balance. */
  private float summit(float x) {
    float u = x / view.scale;
    float across = (x - view.width + view.sunX) / height;
    float away = Math.abs(across) / (across < 0 == view.noise.at(3, 9) < 0.5f ? 1 : 1.45f);
    float cone = Math.max(0, 1 - away);
    float spurs = 0.42f * (view.noise.ridged(u * 3.8f + 5, 9, 6) - 0.55f);
    float shoulder = (view.noise.at(u * 2.2f + 40, 9) - 0.5f) * 0.35f * Math.min(1, away * 2);
    float rough = (spurs + shoulder) * Math.min(1, cone * 3) * (1.05f - 0.75f * cone);
    return 1.28f * (cone * (0.68f + 0.32f * cone) + rough);
  }

  void paint(Canvas canvas) {
    Light light = view.light;
    int soil = view.winter ? 0xffffff : view.ground == View.Ground.DUNES ? 0xf0b878 : 0x86a850;
    Colour bright =
        switch (cover) {
          case ROCK -> light.near.mix(light.far, 0.3f + 0.65f * distance);
          case WOOD -> light.near.mix(light.far, 0.85f * distance);
          case SOIL -> Colour.of(soil).mix(light.far, light.dark() ? 0.73f : 0.12f);
        };
    Colour shade = bright.mix(light.near, 0.5f - 0.3f * distance);
    if (cover == Cover.WOOD) {
      canvas.fill(trees().outline(), bright.mix(light.haze, distance * 0.2f), 1);
    }
    // The next hill hides the rest; it begins below the foot of this one.
    float rest = cover == Cover.ROCK ? 1 : 0.5f * (view.height - view.horizon);
    float haze = cover == Cover.SOIL ? 0 : 0.15f + 0.5f * distance;
    for (int x = 0; x < canvas.width; x++) {
      float high = Math.min(crest[x], crest[x + 1]);
      float steep = Math.abs(crest[x] - crest[x + 1]) + 1;
      for (int y = (int) Math.max(0, high); y < Math.min(foot + rest, canvas.height); y++) {
        float altitude = (foot - y) / height;
        Colour surface =
            switch (cover) {
              case ROCK -> rock(x, y, altitude, bright, shade);
              case SOIL -> shade.mix(bright, soil(x, y));
              case WOOD -> bright;
            };
        float veil = distance * 0.35f + haze * smooth(0.6f, -0.05f, altitude);
        canvas.over(x, y, surface.mix(light.haze, veil), Math.min(1, (y + 1 - high) / steep));
      }
    }
  }

  private Wood trees() {
    Wood wood = new Wood(view.chance);
    float size = view.scale * (0.02f + 0.09f * (1 - distance) * (1 - distance));
    for (float x = 0; x < crest.length; x += size * (0.12f + 0.2f * view.chance.nextFloat())) {
      float grove = 0.4f + 0.6f * smooth(0.25f, 0.6f, view.noise.at(x / view.scale * 5, 3));
      float own = size * grove * (0.35f + 0.65f * view.chance.nextFloat());
      wood.plant(x, crest[(int) x] + own * 0.1f, own);
    }
    return wood;
  }

  private Colour rock(int x, int y, float altitude, Colour bright, Colour shade) {
    float u = x / view.scale * 9;
    float v = y / view.scale * 7;
    float wander = view.noise.rolling(u * 0.55f, v * 0.9f, 4) - 0.47f;
    float fine = view.noise.ridged(u * 1.5f + wander * 0.7f + 1, v * 0.8f + 7, 4) - 0.5f;
    // The border of light and shade starts at the crest and wanders on its way down.
    float facing = facing(x + wander * 1.7f * (y - crest[x]), 0.04f, x);
    float lit = smooth(-0.3f, 0.3f, facing * 0.7f + fine * 1.1f + wander * 0.5f);
    float bare = view.winter ? -0.3f : view.ground == View.Ground.DUNES ? 1.3f : 0.52f;
    float snow = smooth(-0.05f, 0.06f, altitude - bare + wander * 0.8f - fine * 0.45f);
    float dim = (view.light.dark() ? 0.75f : 0.6f) - lit * 0.5f;
    return shade.mix(bright, lit).mix(view.light.shine.mix(view.light.far, dim), 0.95f * snow);
  }

  /** How bright a place on sand, grass or snow is, 0..1. */
  private float soil(int x, int y) {
    float u = x / view.scale;
    float v = y / view.scale;
    float depth = Math.max(0, y - crest[x]) / view.scale;
    float wander = view.noise.rolling(u * 3, v * 6, 2) - 0.37f;
    float soft = 0.18f + depth * 2.5f;
    float from = x + (wander * 1.2f - 0.9f * depth) * depth * view.scale * 3;
    float lit = smooth(-soft, soft, facing(from, 0.03f, x) + 0.05f + depth * 0.8f);
    float lines = v * 70 / (1.35f - distance) + wander * 9 + u * 6 + 9;
    float ripple = (view.noise.at(lines, u * 2) - 0.5f) * 0.16f * (1 - distance);
    return Math.max(0, Math.min(1, 0.92f * lit + ripple));
  }

  /**
   * Which way the crest faces as seen from a column: positive to the sun, negative away from it.
   */
  private float facing(float crestX, float reach, int x) {
    int left = (int) Math.max(0, Math.min(view.width, crestX - reach * view.scale));
    int right = (int) Math.max(0, Math.min(view.width, crestX + reach * view.scale));
    float side = Math.max(-1, Math.min(1, (x - view.sunX) / (0.22f * view.scale)));
    return (crest[left] - crest[right]) / (2 * reach * view.scale) * side;
  }
}
