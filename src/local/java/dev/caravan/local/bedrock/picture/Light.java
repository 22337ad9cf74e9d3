package dev.caravan.local.bedrock.picture;

/** The hour and the weather: the words that ask for it, and its colours. */
enum Light {
  AURORA(
      "aurora northern borealis polar arctic tromso tromsø",
      "03081a 071e33 17525c 59c79c f0f4e4 1b4350 03080e 9fd6d0"),
  NIGHT(
      "night midnight star starry moon milky galaxy space cosmic owl",
      "040a1c 0f2247 35598a 8fb0d8 f6f1dd 2c4a72 050a16 a9bfe0"),
  SUNSET(
      "sunset sundown fire red orange lava volcano flame mars dragon",
      "2b2a5e ae4878 ff9a56 ffc67a fff0c2 9a4f7c 1d1433 ffc9a8"),
  DAWN(
      "dawn sunrise morning daybreak breakfast",
      "4a6fa5 a9b8d8 fad4c0 ffe3c2 fff3dc b5a3c0 27324f fff0e6"),
  DUSK(
      "dusk twilight purple violet pink dream magic neon evening",
      "171c46 5b4b8c eb97a4 ffb9a8 fff0e0 71609c 14132c e6cfee"),
  GOLDEN(
      "golden gold autumn fall harvest warm yellow amber",
      "58809c d9c09a ffe0a0 fff0c0 fffbe6 c9a27c 3a2a2c fff1d6"),
  MIST(
      "mist misty fog foggy rain storm cloudy grey gray silent",
      "7f929f b2bfc6 e4e7e3 fbfaf0 ffffff a9b9bf 24343a f1f4f4"),
  DAY(
      "day noon summer blue sunny spring clear",
      "2a6db8 79b2e4 dceef6 ffffff fffdf0 9fbfd8 1f4038 ffffff");

  final String words;
  final Colour zenith; // the sky overhead
  final Colour sky; // the sky half way up
  final Colour haze; // the sky at the horizon, which also veils distant land
  final Colour halo; // around the sun or the moon
  final Colour disc; // the sun or the moon
  final Colour far; // the most distant land
  final Colour near; // the land in the foreground
  final Colour shine; // on snow, clouds and sand; white is daylight

  /** The colours are RRGGBB, in the order of the fields. */
  Light(String words, String colours) {
    this.words = words;
    String[] rgb = colours.split(" ");
    zenith = Colour.of(Integer.parseInt(rgb[0], 16));
    sky = Colour.of(Integer.parseInt(rgb[1], 16));
    haze = Colour.of(Integer.parseInt(rgb[2], 16));
    halo = Colour.of(Integer.parseInt(rgb[3], 16));
    disc = Colour.of(Integer.parseInt(rgb[4], 16));
    far = Colour.of(Integer.parseInt(rgb[5], 16));
    near = Colour.of(Integer.parseInt(rgb[6], 16));
    shine = Colour.of(Integer.parseInt(rgb[7], 16));
  }

  /** Whether stars can be seen. */
  boolean dark() {
    return this == NIGHT || this == AURORA;
  }
}
