package dev.caravan.local.bedrock.picture;

/** One range of rock and snow: a bright and a shaded side, and haze at its foot. */
final class Mountains implements Layer {

  private static final int SLOPE_STEP = 4;

  private final View view;
  private final Noise shape;
  private final Noise rock;
  private final float height;
  private final float spread;
  private final float distance;
  private final float summitX;
  private final boolean summit;
  private final Silhouette edge;
  private final float[] slope;
  private final Colour stone;
  private final Colour stoneShade;
  private final Colour snow;
  private final Colour snowShade;

  /**
   * @param layer number of its noise
   * @param height of the highest crests, as a share of the scale
   * @param spread crests per scale
   * @param distance 0 at our feet .. 1 lost in haze
   * @param summit whether one peak stands above the range
   */
  Mountains(View view, int layer, float height, float spread, float distance, boolean summit) {
    this.view = view;
    this.shape = view.noise(layer);
    this.rock = view.noise(layer + 1);
    // A summit rises by a third above this and must stay below the upper edge.
    this.height = Math.min(height * view.scale(), view.horizon() * 0.64f);
    this.spread = spread;
    this.distance = distance;
    this.summit = summit;
    // Across from the sun, so that light and mass balance.
    this.summitX = view.width() - view.sunX();
    this.edge = new Silhouette(view.width(), x -> view.horizon() - rise(x, 6));
    this.slope = slopes();
    Palette palette = view.palette();
    boolean dark = view.wishes().light().dark();
    this.stone = palette.near().mix(palette.far(), 0.3f + 0.65f * distance);
    this.stoneShade = stone.mix(palette.near(), 0.4f - 0.25f * distance);
    Colour white = Colour.WHITE.lit(palette.light());
    this.snow = white.mix(palette.halo(), 0.15f).mix(palette.far(), dark ? 0.35f : 0.1f);
    this.snowShade = white.mix(palette.far(), dark ? 0.75f : 0.6f).mix(palette.zenith(), 0.15f);
  }

  private float rise(float x, int octaves) {
    float u = x / view.scale() * spread + 11;
    float crest = shape.ridged(u, octaves);
    float range = 0.45f + 0.75f * shape.at(u * 0.45f + 70);
    float rise = height * range * (0.12f + crest * crest * 1.05f);
    if (summit) {
      boolean steep = (x < summitX) == (shape.at(3.3f) < 0.5f);
      float away = Math.abs(x - summitX) / (height * (steep ? 1.0f : 1.45f));
      float cone = Math.max(0, 1 - away);
      float spurs = shape.ridged(u * 1.9f + 5, octaves) - 0.55f;
      float shoulder = (shape.at(u * 1.1f + 40) - 0.5f) * 0.35f * Math.min(1, away * 2);
      float rough = (0.42f * spurs + shoulder) * Math.min(1, cone * 3) * (1.05f - 0.75f * cone);
      float pyramid = height * 1.28f * (cone * (0.68f + 0.32f * cone) + rough);
      rise = Math.max(rise * 0.8f, pyramid);
    }
    return rise;
  }

  private float[] slopes() {
    float[] slopes = new float[view.width()];
    float reach = view.scale() * 0.012f * SLOPE_STEP;
    for (int x = 0; x < slopes.length; x++) {
      slopes[x] = (rise(x + reach, 4) - rise(x - reach, 4)) / (2 * reach);
    }
    return slopes;
  }

  private float slope(float x) {
    return slope[(int) Math.max(0, Math.min(slope.length - 1, x))];
  }

  @Override
  public void paint(Row row, int y) {
    if (y > view.horizon() + 1) {
      return;
    }
    Palette palette = view.palette();
    float scale = view.scale();
    float altitude = (view.horizon() - y) / height;
    boolean winter = view.wishes().winter();
    float snowLine = winter ? 0.05f : view.wishes().ground() == Ground.DUNES ? 1.3f : 0.52f;
    float veil =
        distance * 0.35f + (0.25f + 0.45f * distance) * Layer.smooth(0.6f, -0.05f, altitude);
    for (int x = 0; x < row.width; x++) {
      float cover = edge.cover(x, y);
      if (cover == 0) {
        continue;
      }
      float depth = Math.max(0, edge.depth(x, y)) / scale;
      float u = x / scale * 4.5f * spread;
      float v = y / scale * 3.5f * spread;
      float wander = rock.rolling(u * 0.55f, v * 0.9f, 4) - 0.47f;
      // The border of light and shade starts at the crest and wanders on its way down.
      float facing = slope(x + wander * 1.7f * depth * scale);
      float fine = rock.ridged(u * 1.5f + wander * 0.7f, v * 0.8f + 7, 4) - 0.52f;
      float side = view.side(x);
      float lit = Layer.smooth(-0.3f, 0.3f, facing * side * 0.7f + fine * 1.1f + wander * 0.5f);
      Colour ground = stoneShade.mix(stone, lit);
      float steep = Math.min(1, Math.abs(slope[x]) * 0.35f);
      float snowy =
          altitude - snowLine + wander * 0.8f - fine * 0.45f - steep * (winter ? 0.1f : 0.2f);
      float snowCover = Layer.smooth(-0.05f, 0.06f, snowy);
      if (snowCover > 0) {
        ground = ground.mix(snowShade.mix(snow, lit), snowCover * 0.95f);
      }
      row.over(x, ground.mix(palette.haze(), Math.min(0.95f, veil)), cover);
    }
  }
}
