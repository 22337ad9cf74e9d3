package dev.caravan.local.bedrock.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/** What a picture shows, and where; the prompt decides what it names, chance the rest. */
final class View {

  /** The land before the mountains, with the words that ask for it. */
  enum Ground {
    DUNES("desert dune sand camel caravan sahara oasis mars egypt pyramid"),
    LAKE("lake fjord reflection mirror water river pond swan"),
    SEA("sea ocean beach coast island ship boat sail sailing whale"),
    FOREST("forest wood tree pine jungle fox bear wolf owl deer taiga"),
    MEADOW("meadow grass flower field garden horse cow sheep valley farm hill");

    final String words;

    Ground(String words) {
      this.words = words;
    }
  }

  final Light light;
  final Ground ground;
  final boolean peak; // one summit rises above all others
  final boolean winter;
  final float clouds; // 0 clear .. 1 overcast
  final int width; // this and all below in pixels, from the upper left
  final int height;
  final float scale; // all sizes are a share of it, so that every format looks alike
  final float horizon; // where land meets water or plain
  final float sunX; // the centre of the sun or the moon
  final float sunY;
  final Random chance;
  final Noise noise; // for everything; each thing reads another part of it
  private final List<String> said;

  View(Scene scene) {
    // Mixed, so that neighbouring seeds share nothing.
    long seed = scene.seed() + 31L * scene.prompt().hashCode();
    chance = new Random(new SplittableRandom(seed).nextLong());
    said = List.of(scene.prompt().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
    // Drawn in any case and in this order, so that one word does not change everything else.
    Light someLight = Light.values()[chance.nextInt(Light.values().length)];
    Ground someGround = Ground.values()[chance.nextInt(Ground.values().length)];
    boolean somePeak = chance.nextInt(4) == 0;
    boolean someWinter = chance.nextInt(5) == 0;
    float someClouds = 0.15f + 0.6f * chance.nextFloat();
    light =
        Arrays.stream(Light.values()).filter(it -> asks(it.words)).findFirst().orElse(someLight);
    ground =
        Arrays.stream(Ground.values()).filter(it -> asks(it.words)).findFirst().orElse(someGround);
    peak = somePeak || asks("k2 everest matterhorn peak summit mountain fuji eiger climb");
    boolean cold = asks("winter snow snowy snowfall ice icy frozen cold glacier polar arctic");
    winter = cold || (someWinter && ground != Ground.DUNES);
    clouds = asks("cloud cloudy storm stormy rain") ? 0.9f : asks("clear sunny") ? 0 : someClouds;
    width = scene.width();
    height = scene.height();
    scale = Math.min((float) Math.sqrt(width * height), Math.min(1.3f * height, 1.5f * width));
    horizon = height * (0.58f + 0.06f * chance.nextFloat());
    // Off centre, near one of the vertical thirds, because that pleases the eye.
    sunX = width * ((chance.nextBoolean() ? 0.22f : 0.62f) + 0.16f * chance.nextFloat());
    boolean low = light == Light.DAWN || light == Light.SUNSET || light == Light.DUSK;
    float rise = Math.min(scale * (low ? 0.28f : 0.44f), horizon * 0.74f);
    sunY = horizon - rise * (0.9f + 0.2f * chance.nextFloat());
    noise = new Noise(chance);
  }

  private boolean asks(String words) {
    return Arrays.stream(words.split(" "))
        .anyMatch(word -> said.contains(word) || said.contains(word + "s"));
  }

  /** How close a pixel is to the sun in the sky: 1 at its centre, towards 0 far away. */
  float nearSun(float x, float y, float reach) {
    float dx = (x - sunX) / scale;
    float dy = (y - sunY) / scale;
    return 1 / (1 + (dx * dx + dy * dy) * reach);
  }
}
