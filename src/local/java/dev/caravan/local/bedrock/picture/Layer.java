package dev.caravan.local.bedrock.picture;

/** A part of the landscape that is painted line by line, from the back to the front. */
interface Layer {

  /** Paints its share of line {@code y}, counted from the top, over what lies behind. */
  void paint(Row row, int y);

  /** 0 below {@code from}, 1 above {@code to}, an S curve between. */
  static float smooth(float from, float to, float value) {
    float t = Math.max(0, Math.min(1, (value - from) / (to - from)));
    return t * t * (3 - 2 * t);
  }
}
