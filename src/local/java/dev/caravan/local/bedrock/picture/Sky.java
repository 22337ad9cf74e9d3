package dev.caravan.local.bedrock.picture;

/** The gradient from the zenith to the horizon, with the sun or the moon and its halo. */
final class Sky implements Layer {

  private final View view;
  private final Noise maria;
  private final float radius;
  private final float phase;
  private final boolean dark;

  Sky(View view) {
    this.view = view;
    this.dark = view.wishes().light().dark();
    this.maria = view.noise(1);
    this.radius = view.scale() * (dark ? 0.042f : 0.05f);
    // Where the night side begins, as a share of the radius: from a half moon to a full one.
    this.phase = 0.1f + 1.1f * view.chance(1).nextFloat();
  }

  @Override
  public void paint(Row row, int y) {
    if (y > view.horizon()) {
      return;
    }
    Palette palette = view.palette();
    float t = y / view.horizon();
    row.fill(
        palette
            .zenith()
            .mix(palette.sky(), Layer.smooth(-0.15f, 0.65f, t))
            .mix(palette.haze(), Layer.smooth(0.4f, 1.02f, t)));
    for (int x = 0; x < row.width; x++) {
      float wide = view.nearSun(x, y, 7);
      float close = view.nearSun(x, y, 60);
      float halo = 0.45f * wide * wide + 0.5f * close * close;
      row.over(x, palette.halo(), dark ? 0.6f * halo : halo);
      disc(row, x, y);
    }
  }

  private void disc(Row row, int x, int y) {
    float dx = x + 0.5f - view.sunX();
    float dy = y + 0.5f - view.sunY();
    if (Math.abs(dx) > radius + 1 || Math.abs(dy) > radius + 1) {
      return;
    }
    float distance = (float) Math.sqrt(dx * dx + dy * dy);
    float cover = Math.max(0, Math.min(1, radius - distance + 0.5f));
    if (cover == 0) {
      return;
    }
    Colour face = view.palette().disc();
    if (dark) {
      float spots = maria.rolling(dx / radius * 1.7f + 40, dy / radius * 1.7f + 40, 4);
      face = face.mix(view.palette().sky(), 0.35f * Layer.smooth(0.4f, 0.65f, spots));
      float border = phase * (float) Math.sqrt(Math.max(0, radius * radius - dy * dy));
      cover *= 0.06f + 0.94f * Layer.smooth(radius * 0.1f, -radius * 0.1f, dx - border);
    }
    row.over(x, face, view.wishes().light() == Light.MIST ? cover * 0.5f : cover);
  }
}
