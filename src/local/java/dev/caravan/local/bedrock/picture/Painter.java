package dev.caravan.local.bedrock.picture;

import dev.caravan.local.bedrock.picture.Ridge.Cover;
import dev.caravan.local.bedrock.picture.View.Ground;
import java.util.List;

/**
 * Draws a landscape for a prompt, with the prompt written on it.
 *
 * <p>The same scene and format always give the same bytes on the same Java. Needs no font on the
 * machine and no display, may be shared between threads, and takes about a third of a second for a
 * megapixel.
 */
public final class Painter {

  private final Typeface typeface = new Typeface();

  /** The finished file, which also contains the prompt and the seed as text. */
  public byte[] paint(Scene scene, ImageFormat format) {
    View view = new View(scene);
    Caption caption = new Caption(typeface, scene);
    Canvas canvas = new Canvas(scene.width(), scene.height());
    new Sky(view, view.light, view.noise).paint(canvas);
    land(view).forEach(ridge -> ridge.paint(canvas));
    switch (view.ground) {
      case SEA -> new Water(view, 1).paint(canvas);
      case LAKE -> new Water(view, 0.12f).paint(canvas);
      default -> {}
    }
    if (view.ground != Ground.SEA && view.ground != Ground.DUNES) {
      new Bank(view, caption.top()).paint(canvas);
    }
    caption.paint(canvas);
    return format.encode(canvas.image, scene);
  }

  /** From the back to the front. */
  private static List<Ridge> land(View view) {
    Ridge low = new Ridge(view, Cover.ROCK, 0.1f, 0, 0.6f, false);
    Ridge back = new Ridge(view, Cover.ROCK, 0.34f, 0, 0.8f, false);
    Ridge front = new Ridge(view, Cover.ROCK, view.peak ? 0.42f : 0.33f, 0, 0.42f, view.peak);
    Ridge behind = view.peak ? front : view.ground == Ground.DUNES ? low : back;
    return switch (view.ground) {
      case SEA -> view.peak ? List.of(front, low) : List.of(low);
      case LAKE ->
          List.of(back, front, wood(view, 0.09f, 0, 0.6f), wood(view, 0.03f, 0.02f, 0.45f));
      case FOREST ->
          List.of(
              behind,
              wood(view, 0.2f, 0.08f, 0.85f),
              wood(view, 0.2f, 0.28f, 0.65f),
              wood(view, 0.2f, 0.58f, 0.42f),
              wood(view, 0.2f, 1.05f, 0.2f));
      case MEADOW, DUNES ->
          List.of(behind, soil(view, 0), soil(view, 0.4f), soil(view, 0.7f), soil(view, 1));
    };
  }

  private static Ridge wood(View view, float height, float foot, float distance) {
    return new Ridge(view, Cover.WOOD, height, foot, distance, false);
  }

  /** Nearness is 0 at the horizon .. 1 in the foreground. */
  private static Ridge soil(View view, float near) {
    float height = 0.06f + 0.14f * near;
    return new Ridge(view, Cover.SOIL, height, 0.8f * near * near, 1 - near, false);
  }
}
