package dev.caravan.local.bedrock.picture;

/** Grass, or snow in winter, rolling from the horizon to our feet. */
final class Meadow implements Layer {

  private static final Colour GRASS = Colour.of(0x6f9a45);
  private static final Colour DRY = Colour.of(0xb7a653);

  private final View view;
  private final Noise tufts;
  private final Colour bright;
  private final Colour shade;
  private final boolean bare;
  private final Silhouette edge;

  Meadow(View view) {
    this.view = view;
    this.tufts = view.noise(70);
    Palette palette = view.palette();
    boolean dark = view.wishes().light().dark();
    this.bare = view.wishes().winter();
    Colour grass = GRASS.mix(DRY, view.chance(70).nextFloat() * 0.45f).lit(palette.light());
    Colour cover = bare ? Colour.WHITE.lit(palette.light()) : grass;
    this.bright =
        cover.mix(palette.far(), dark ? 0.65f : 0.1f).mix(palette.halo(), dark ? 0 : 0.15f);
    this.shade = bright.mix(bare ? palette.zenith() : palette.near(), bare ? 0.4f : 0.55f);
    this.edge =
        new Silhouette(
            view.width(),
            x -> view.horizon() + view.scale() * 0.02f * (tufts.at(x / view.scale() * 3) - 0.5f));
  }

  @Override
  public void paint(Row row, int y) {
    float scale = view.scale();
    float down = (y - view.horizon()) / scale;
    float near = Math.max(0, down) + 0.02f;
    float v = (float) StrictMath.log(near) * 6 + 90;
    float veil = 0.45f * Layer.smooth(0.25f, 0, down);
    for (int x = 0; x < row.width; x++) {
      float cover = edge.cover(x, y);
      if (cover == 0) {
        continue;
      }
      float u = (x - view.width() * 0.5f) / scale / (near + 0.08f) + 200;
      float swell = tufts.rolling(u * 0.5f, v * 0.7f, 3);
      float blades = bare ? 0.5f : tufts.at(u * 60, v * 13 + tufts.at(u * 3, v) * 3);
      float lit =
          Layer.smooth(0.2f, 0.7f, swell) * 0.7f + 0.4f * blades + 0.25f * view.nearSun(x, y, 4);
      Colour ground =
          shade.mix(bright, Math.min(1, lit * (1 - 0.2f * Layer.smooth(0.1f, 0.6f, down))));
      row.over(x, ground.mix(view.palette().haze(), veil), cover);
    }
  }
}
