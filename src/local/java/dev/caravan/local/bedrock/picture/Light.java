package dev.caravan.local.bedrock.picture;

import java.util.List;

/**
 * The hour and the weather, with its colours and the words that ask for it; the first that is asked
 * for wins.
 */
enum Light {
  AURORA(
      List.of("aurora", "northern", "borealis", "polar", "arctic", "tromso", "tromsø"),
      new Palette(0x03081a, 0x071e33, 0x17525c, 0x59c79c, 0xf0f4e4, 0x1b4350, 0x03080e, 0x9fd6d0)),
  NIGHT(
      List.of(
          "night",
          "midnight",
          "star",
          "starry",
          "moon",
          "milky",
          "galaxy",
          "space",
          "cosmic",
          "owl"),
      new Palette(0x040a1c, 0x0f2247, 0x35598a, 0x8fb0d8, 0xf6f1dd, 0x2c4a72, 0x050a16, 0xa9bfe0)),
  SUNSET(
      List.of(
          "sunset", "sundown", "fire", "red", "orange", "lava", "volcano", "flame", "mars",
          "dragon"),
      new Palette(0x2b2a5e, 0xae4878, 0xff9a56, 0xffc67a, 0xfff0c2, 0x9a4f7c, 0x1d1433, 0xffc9a8)),
  DAWN(
      List.of("dawn", "sunrise", "morning", "daybreak", "breakfast"),
      new Palette(0x4a6fa5, 0xa9b8d8, 0xfad4c0, 0xffe3c2, 0xfff3dc, 0xb5a3c0, 0x27324f, 0xfff0e6)),
  DUSK(
      List.of("dusk", "twilight", "purple", "violet", "pink", "dream", "magic", "neon", "evening"),
      new Palette(0x171c46, 0x5b4b8c, 0xeb97a4, 0xffb9a8, 0xfff0e0, 0x71609c, 0x14132c, 0xe6cfee)),
  GOLDEN(
      List.of("golden", "gold", "autumn", "fall", "harvest", "warm", "yellow", "amber"),
      new Palette(0x58809c, 0xd9c09a, 0xffe0a0, 0xfff0c0, 0xfffbe6, 0xc9a27c, 0x3a2a2c, 0xfff1d6)),
  MIST(
      List.of("mist", "misty", "fog", "foggy", "rain", "storm", "cloudy", "grey", "gray", "silent"),
      new Palette(0x7f929f, 0xb2bfc6, 0xe4e7e3, 0xfbfaf0, 0xffffff, 0xa9b9bf, 0x24343a, 0xf1f4f4)),
  DAY(
      List.of("day", "noon", "summer", "blue", "sunny", "spring", "clear"),
      new Palette(0x2a6db8, 0x79b2e4, 0xdceef6, 0xffffff, 0xfffdf0, 0x9fbfd8, 0x1f4038, 0xffffff));

  private final List<String> words;
  private final Palette palette;

  Light(List<String> words, Palette palette) {
    this.words = words;
    this.palette = palette;
  }

  List<String> words() {
    return words;
  }

  Palette palette() {
    return palette;
  }

  /** Whether stars can be seen. */
  boolean dark() {
    return this == NIGHT || this == AURORA;
  }
}
