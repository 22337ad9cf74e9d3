package dev.caravan.local.bedrock.picture;

/**
 * The colours of one light.
 *
 * @param zenith the sky overhead
 * @param sky the sky half way up
 * @param haze the sky at the horizon, which also veils distant land
 * @param halo what the sun or the moon sheds around itself
 * @param disc the sun or the moon
 * @param far the most distant land
 * @param near the land at our feet
 * @param light what falls on snow, clouds and sand; white is daylight
 */
record Palette(
    Colour zenith,
    Colour sky,
    Colour haze,
    Colour halo,
    Colour disc,
    Colour far,
    Colour near,
    Colour light) {

  /** The same from 0xRRGGBB values. */
  Palette(int zenith, int sky, int haze, int halo, int disc, int far, int near, int light) {
    this(
        Colour.of(zenith),
        Colour.of(sky),
        Colour.of(haze),
        Colour.of(halo),
        Colour.of(disc),
        Colour.of(far),
        Colour.of(near),
        Colour.of(light));
  }

  /** Another mood of the same light: the colour wheel turned by a few degrees. */
  Palette turned(double degrees) {
    return new Palette(
        zenith.turned(degrees),
        sky.turned(degrees),
        haze.turned(degrees / 2),
        halo.turned(degrees / 2),
        disc,
        far.turned(degrees),
        near.turned(degrees),
        light.turned(degrees / 2));
  }
}
