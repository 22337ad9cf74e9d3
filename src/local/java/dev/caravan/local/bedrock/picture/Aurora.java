package dev.caravan.local.bedrock.picture;

import java.util.Random;

/** Northern lights: curtains with a sharp lower hem that fade upwards. */
final class Aurora implements Layer {

  private static final int CURTAINS = 3;
  private static final Colour HEM = Colour.of(0xb6ffd0);
  private static final Colour FOLD = Colour.of(0x35e09a);
  private static final Colour TOP = Colour.of(0x7a4fd0);

  private final View view;
  private final float[][] hem = new float[CURTAINS][];
  private final float[][] rays = new float[CURTAINS][];
  private final float[][] reach = new float[CURTAINS][];

  Aurora(View view) {
    this.view = view;
    Random chance = view.chance(3);
    for (int i = 0; i < CURTAINS; i++) {
      hang(
          i,
          view.noise(30 + i),
          0.42f + 0.2f * i + 0.08f * chance.nextFloat(),
          3 * chance.nextFloat());
    }
  }

  private void hang(int curtain, Noise noise, float height, float shift) {
    int width = view.width();
    hem[curtain] = new float[width];
    rays[curtain] = new float[width];
    reach[curtain] = new float[width];
    for (int x = 0; x < width; x++) {
      float u = x / view.scale() + shift;
      float wave = noise.rolling(u * 1.6f, 3) - 0.45f;
      hem[curtain][x] = view.horizon() * (height + 0.55f * wave);
      float fine = noise.rolling(u * 34 + wave * 30, 3);
      float broad = Layer.smooth(0.3f, 0.75f, noise.at(u * 2.3f + 80));
      rays[curtain][x] = (0.2f + 0.95f * fine) * (0.12f + 0.88f * broad);
      reach[curtain][x] = view.scale() * (0.1f + 0.22f * noise.rolling(u * 7 + 40, 2));
    }
  }

  @Override
  public void paint(Row row, int y) {
    if (y > view.horizon()) {
      return;
    }
    for (int i = 0; i < CURTAINS; i++) {
      for (int x = 0; x < row.width; x++) {
        float up = (hem[i][x] - y) / reach[i][x];
        float light = up < 0 ? Math.max(0, 1 + up * 4) : 1 / (1 + up * up * 2.2f);
        if (light > 0.03f) {
          light *= up < 0 ? light : 1;
          Colour colour =
              up < 0.35f
                  ? HEM.mix(FOLD, Layer.smooth(-0.05f, 0.3f, up))
                  : FOLD.mix(TOP, Layer.smooth(0.3f, 2.1f, up));
          row.glow(x, colour, 0.85f * light * rays[i][x]);
        }
      }
    }
  }
}
