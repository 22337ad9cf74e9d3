package dev.caravan.local.bedrock.picture;

import static dev.caravan.local.bedrock.picture.Noise.smooth;
import static java.awt.geom.AffineTransform.getTranslateInstance;

import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;

/**
 * The gradient from the zenith to the horizon, with sun or moon, clouds, stars, northern lights.
 */
record Sky(View view, Light light, Noise noise) {

  private static final Colour HEM = Colour.of(0xb6ffd0);
  private static final Colour FOLD = Colour.of(0x35e09a);
  private static final Colour TOP = Colour.of(0x7a4fd0);

  void paint(Canvas canvas) {
    for (int y = 0; y <= view.horizon; y++) {
      float t = y / view.horizon;
      Colour high = light.zenith.mix(light.sky, smooth(-0.15f, 0.65f, t));
      Colour plain = high.mix(light.haze, smooth(0.4f, 1.02f, t));
      for (int x = 0; x < canvas.width; x++) {
        float wide = view.nearSun(x, y, 7);
        float close = view.nearSun(x, y, 60);
        float halo = (0.45f * wide * wide + 0.5f * close * close) * (light.dark() ? 0.6f : 1);
        canvas.over(x, y, plain.mix(light.halo, halo), 1);
      }
    }
    if (light.dark()) {
      stars(canvas);
    }
    disc(canvas);
    if (light == Light.AURORA) {
      aurora(canvas);
    } else if (view.clouds > 0) {
      clouds(canvas);
    }
  }

  /** Three of four stars are in the band of the Milky Way. */
  private void stars(Canvas canvas) {
    float tilt = view.chance.nextFloat() - 0.5f;
    for (int i = 0; i < 1600; i++) {
      float x = view.chance.nextFloat();
      float band = 0.3f + tilt * (x - 0.5f) + 0.12f * (float) view.chance.nextGaussian();
      float y = i % 4 == 0 ? view.chance.nextFloat() : band;
      float rare = (float) Math.pow(view.chance.nextFloat(), i % 4 == 0 ? 3 : 9);
      float size = Math.max(1, view.scale / 1024 * (1.3f + 2 * rare));
      float left = x * view.width;
      float cover = (0.25f + 0.75f * rare) * smooth(1, 0.5f, y);
      canvas.fill(new Ellipse2D.Float(left, y * view.horizon, size, size), light.disc, cover);
    }
  }

  /** The sun, or the moon without its night side. */
  private void disc(Canvas canvas) {
    float size = view.scale * 0.1f;
    Ellipse2D disc = new Ellipse2D.Float(-size / 2, -size / 2, size, size);
    Area seen = new Area(disc);
    if (light.dark()) {
      AffineTransform night =
          getTranslateInstance(size * (0.3f + 0.5f * noise.at(3, 3)), -size / 5);
      seen.subtract(new Area(night.createTransformedShape(disc)));
    }
    seen.transform(getTranslateInstance(view.sunX, view.sunY));
    canvas.fill(seen, light.disc, light == Light.MIST ? 0.5f : 1);
  }

  /** Three curtains with a sharp lower hem that fade upwards. */
  private void aurora(Canvas canvas) {
    for (int i = 0; i < 3 * canvas.width; i++) {
      int curtain = i % 3;
      float u = i / 3 / view.scale;
      float wave = noise.rolling(u * 1.6f, 10 + curtain, 3) - 0.45f;
      float hem = view.horizon * (0.45f + 0.2f * curtain + 0.55f * wave);
      float reach = view.scale * (0.1f + 0.22f * noise.at(u * 7, 80 + curtain));
      float broad = 0.12f + 0.88f * smooth(0.3f, 0.75f, noise.at(u * 2.3f, 20 + curtain));
      float rays = 0.2f + 0.95f * noise.rolling(u * 34 + wave * 30 + 20, 50 + curtain, 3);
      for (int y = 0; y < Math.min(view.horizon, hem + reach / 4); y++) {
        float up = (hem - y) / reach;
        float strength = up < 0 ? (1 + up * 4) * (1 + up * 4) : 1 / (1 + up * up * 2.2f);
        Colour low = HEM.mix(FOLD, smooth(-0.05f, 0.3f, up));
        Colour ray = low.mix(TOP, smooth(0.3f, 2.1f, up));
        canvas.over(i / 3, y, ray, Math.min(1, 0.7f * strength * broad * rays));
      }
    }
  }

  private void clouds(Canvas canvas) {
    Colour bright = light.shine.mix(light.halo, 0.45f);
    Colour shade = light.sky.mix(light.far, 0.35f).mix(bright, light.dark() ? 0 : 0.25f);
    float threshold = 0.62f - 0.24f * view.clouds;
    for (int y = 0; y < view.horizon; y++) {
      float t = y / view.horizon;
      float fade = smooth(-0.1f, 0.25f, t) * smooth(1, 0.75f, t) * (light.dark() ? 0.25f : 0.8f);
      // Perspective: clouds far away, near the horizon, are seen from the side and look flat.
      float v = 5.5f * t / (1.25f - t * 0.75f) + 1;
      for (int x = 0; x < canvas.width; x++) {
        float u = (x - view.sunX) / view.scale * (1.9f + 1.6f * t) + 60;
        float density = smooth(threshold, threshold + 0.24f, noise.rolling(u, v, 5));
        if (density > 0) {
          float sunSide = noise.rolling(u, v + 0.22f, 3) - noise.rolling(u, v - 0.05f, 3);
          float towards = 0.35f * (view.nearSun(x, y, 6) - 0.5f) - sunSide;
          Colour paint = shade.mix(bright, smooth(-0.12f, 0.14f, towards));
          canvas.over(x, y, paint, density * fade);
        }
      }
    }
  }
}
