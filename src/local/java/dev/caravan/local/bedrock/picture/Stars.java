package dev.caravan.local.bedrock.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Stars, and the band of the Milky Way. */
final class Stars implements Layer {

  private record Star(float x, float y, float radius, float light, Colour colour) {}

  private static final Colour[] TINTS = {
    Colour.of(0xffffff), Colour.of(0xcfdcff), Colour.of(0xffe9cf), Colour.of(0xe6f0ff)
  };

  private final View view;
  private final Noise dust;
  private final float tilt;
  private final float offset;
  private final List<List<Star>> lines = new ArrayList<>();

  Stars(View view) {
    this.view = view;
    this.dust = view.noise(2);
    Random chance = view.chance(2);
    this.tilt = (chance.nextBoolean() ? 1 : -1) * (0.5f + 0.5f * chance.nextFloat());
    this.offset = 0.15f + 0.3f * chance.nextFloat();
    for (int y = 0; y <= view.height(); y++) {
      lines.add(new ArrayList<>());
    }
    float size = view.scale() / 1024;
    int count = 520 * view.width() / (int) view.scale() + 160;
    for (int i = 0; i < count; i++) {
      float rare = chance.nextFloat();
      float y = view.horizon() * chance.nextFloat();
      float x = view.width() * chance.nextFloat();
      float light = 0.25f + 0.75f * rare * rare;
      float radius = Math.max(0.75f, (0.7f + 1.1f * rare * rare * rare * rare) * size);
      add(new Star(x, y, radius, light, TINTS[chance.nextInt(TINTS.length)]));
    }
  }

  private void add(Star star) {
    int reach = (int) Math.ceil(star.radius * 3);
    for (int y = (int) star.y - reach; y <= star.y + reach; y++) {
      if (y >= 0 && y < lines.size()) {
        lines.get(y).add(star);
      }
    }
  }

  @Override
  public void paint(Row row, int y) {
    if (y > view.horizon()) {
      return;
    }
    float high = Layer.smooth(1, 0.55f, y / view.horizon());
    if (view.wishes().light() == Light.NIGHT) {
      milkyWay(row, y, high);
    }
    for (Star star : lines.get(y)) {
      int reach = (int) Math.ceil(star.radius * 3);
      int from = Math.max(0, (int) star.x - reach);
      int to = Math.min(row.width - 1, (int) star.x + reach);
      for (int x = from; x <= to; x++) {
        float dx = (x - star.x) / star.radius;
        float dy = (y - star.y) / star.radius;
        float near = Math.max(0, 1 - (dx * dx + dy * dy) / 9);
        near *= near;
        row.glow(x, star.colour, star.light * near * near * (0.25f + 0.75f * high));
      }
    }
  }

  private void milkyWay(Row row, int y, float high) {
    for (int x = 0; x < row.width; x++) {
      float u = (x - view.width() * 0.5f) / view.scale();
      float v = y / view.scale() - offset;
      float across = (v - u * tilt) / 0.13f;
      float band = 1 / (1 + across * across);
      if (band > 0.1f) {
        float cloud = dust.rolling(u * 8 + 50, v * 8 + 50, 5);
        row.glow(x, view.palette().halo(), 0.34f * high * band * Layer.smooth(0.28f, 0.78f, cloud));
      }
    }
  }
}
