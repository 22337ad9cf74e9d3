package dev.caravan.local.bedrock.model;

/** Pixels, written {@code 1024x768}. */
record Size(int width, int height) {

  static Size parse(String text) {
    String[] sides = text.split("x");
    return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }

  long pixels() {
    return (long) width * height;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
