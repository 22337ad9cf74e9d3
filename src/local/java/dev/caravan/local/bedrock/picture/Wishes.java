package dev.caravan.local.bedrock.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/**
 * What the prompt asks for; where it says nothing, chance decides.
 *
 * @param peak one summit stands above all others
 * @param winter snow down to the ground
 * @param snowfall flakes in the air
 * @param cloudiness 0 clear .. 1 overcast
 */
record Wishes(
    Light light,
    Ground ground,
    boolean peak,
    boolean winter,
    boolean snowfall,
    boolean birds,
    boolean sails,
    float cloudiness) {

  private static final List<String> PEAK =
      List.of(
          "k2", "everest", "matterhorn", "peak", "summit", "mountain", "fuji", "eiger", "climb");
  private static final List<String> WINTER =
      List.of(
          "winter", "snow", "snowy", "ice", "icy", "frozen", "cold", "glacier", "polar", "arctic");
  private static final List<String> SNOWFALL =
      List.of("snowfall", "blizzard", "snowing", "christmas");
  private static final List<String> CLOUDS = List.of("cloud", "cloudy", "storm", "stormy", "rain");
  private static final List<String> CLEAR = List.of("clear", "sunny", "cloudless");
  private static final List<String> SAILS = List.of("ship", "boat", "sail", "sailing", "regatta");
  private static final List<String> BIRDS =
      List.of("bird", "eagle", "gull", "goose", "geese", "crane");

  static Wishes of(String prompt, Random chance) {
    List<String> said = Arrays.asList(prompt.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
    // Drawn in any case and in this order, so that one word does not change everything else.
    Light someLight = Light.values()[chance.nextInt(Light.values().length)];
    Ground someGround = Ground.values()[chance.nextInt(Ground.values().length)];
    boolean somePeak = chance.nextInt(4) == 0;
    boolean someWinter = chance.nextInt(5) == 0;
    boolean someBirds = chance.nextInt(2) == 0;
    float someClouds = 0.15f + 0.6f * chance.nextFloat();

    Light light = asked(said, Light.values(), Light::words, someLight);
    Ground ground = asked(said, Ground.values(), Ground::words, someGround);
    boolean snowfall = any(said, SNOWFALL);
    boolean winter = snowfall || any(said, WINTER) || (someWinter && ground != Ground.DUNES);
    float clouds = any(said, CLOUDS) ? 0.9f : any(said, CLEAR) ? 0 : someClouds;
    boolean birds = any(said, BIRDS) || (someBirds && !light.dark());
    return new Wishes(
        light,
        ground,
        somePeak || any(said, PEAK),
        winter,
        snowfall,
        birds,
        any(said, SAILS),
        clouds);
  }

  private static <T> T asked(
      List<String> said, T[] choices, Function<T, List<String>> words, T otherwise) {
    return Arrays.stream(choices)
        .filter(choice -> any(said, words.apply(choice)))
        .findFirst()
        .orElse(otherwise);
  }

  private static boolean any(List<String> said, List<String> words) {
    return words.stream().anyMatch(word -> said.contains(word) || said.contains(word + "s"));
  }
}
