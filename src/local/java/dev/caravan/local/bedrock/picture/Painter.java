package dev.caravan.local.bedrock.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws a landscape for a prompt, with the prompt written on it.
 *
 * <p>The same scene and format always give the same bytes on the same Java. Needs no fonts and no
 * display, may be shared between threads, and takes about a quarter of a second for a megapixel.
 */
public final class Painter {

  private static final String SOFTWARE = "Caravan local Bedrock";

  private final Glyphs glyphs = new Glyphs();
  private final PngWriter png = new PngWriter();
  private final JpegWriter jpeg = new JpegWriter();

  /**
   * Reads the fonts.
   *
   * @throws IllegalStateException if the jar with the fonts is missing
   */
  public Painter() {}

  /**
   * The finished file. The prompt and the seed stand in it as text too: as iTXt chunks
   * "Description" and "Seed" of a PNG, as comments of a JPEG.
   */
  public byte[] paint(Scene scene, ImageFormat format) {
    Canvas canvas = canvas(scene);
    return switch (format) {
      case PNG -> png.write(canvas, scene, SOFTWARE);
      case JPEG -> jpeg.write(canvas, scene, SOFTWARE);
    };
  }

  private Canvas canvas(Scene scene) {
    View view = View.of(scene);
    Canvas canvas = new Canvas(scene.width(), scene.height());
    Caption caption = new Caption(glyphs, scene);
    List<Layer> layers = new ArrayList<>(heavens(view));
    layers.addAll(heights(view));
    layers.addAll(ground(view, canvas));
    Row row = new Row(canvas.width);
    for (int y = 0; y < canvas.height; y++) {
      for (Layer layer : layers) {
        layer.paint(row, y);
      }
      canvas.store(row, y);
    }
    details(view, canvas, caption.top());
    caption.paint(canvas);
    return canvas;
  }

  private static List<Layer> heavens(View view) {
    Wishes wishes = view.wishes();
    List<Layer> layers = new ArrayList<>(List.of(new Sky(view)));
    if (wishes.light().dark()) {
      layers.add(new Stars(view));
    }
    if (wishes.light() == Light.AURORA) {
      layers.add(new Aurora(view));
    }
    if (wishes.cloudiness() > 0 && (wishes.light() != Light.AURORA)) {
      layers.add(new Clouds(view));
    }
    return layers;
  }

  private static List<Layer> heights(View view) {
    boolean peak = view.wishes().peak();
    return switch (view.wishes().ground()) {
      case SEA ->
          peak
              ? List.of(
                  new Mountains(view, 10, 0.2f, 2.2f, 0.8f, false),
                  new Mountains(view, 12, 0.3f, 2f, 0.4f, true))
              : List.of(new Mountains(view, 10, 0.11f, 1.9f, 0.75f, false));
      case DUNES ->
          List.of(
              new Mountains(view, 10, peak ? 0.3f : 0.16f, 2.2f, 0.75f, peak),
              new Mountains(view, 12, 0.1f, 1.8f, 0.5f, false));
      case FOREST -> List.of(new Mountains(view, 10, peak ? 0.42f : 0.34f, 2.2f, 0.7f, peak));
      case LAKE, MEADOW ->
          List.of(
              new Mountains(view, 10, 0.36f, 2.1f, 0.8f, false),
              new Mountains(view, 12, peak ? 0.42f : 0.33f, 1.9f, 0.42f, peak),
              new Hill(view, 20, 0.09f, 0, 0.03f, 0.5f),
              new Hill(view, 22, 0.03f, 0.015f, 0.03f, 0.15f));
    };
  }

  private static List<Layer> ground(View view, Canvas canvas) {
    return switch (view.wishes().ground()) {
      case LAKE -> List.of(new Water(view, canvas, 0.12f));
      case SEA -> List.of(new Water(view, canvas, 1));
      case MEADOW -> List.of(new Meadow(view));
      case DUNES ->
          List.of(
              new Dunes(view, 40, 0),
              new Dunes(view, 42, 0.4f),
              new Dunes(view, 44, 0.7f),
              new Dunes(view, 46, 1));
      case FOREST ->
          List.of(
              new Hill(view, 20, 0.20f, 0.08f, 0.035f, 0.85f),
              new Hill(view, 22, 0.16f, 0.28f, 0.05f, 0.65f),
              new Hill(view, 24, 0.16f, 0.58f, 0.075f, 0.42f),
              new Hill(view, 26, 0.16f, 1.05f, 0.11f, 0.2f));
    };
  }

  private static void details(View view, Canvas canvas, float captionTop) {
    Wishes wishes = view.wishes();
    if (wishes.birds()) {
      new Birds(view).paint(canvas);
    }
    if (wishes.sails() && (wishes.ground() == Ground.SEA || wishes.ground() == Ground.LAKE)) {
      new Boats(view).paint(canvas);
    }
    if (wishes.ground() == Ground.MEADOW && !wishes.winter()) {
      new Flowers(view).paint(canvas);
    }
    if (wishes.ground() != Ground.SEA && wishes.ground() != Ground.DUNES) {
      new Conifers(view).paint(canvas, captionTop);
    }
    if (wishes.snowfall()) {
      new Snowfall(view).paint(canvas);
    }
  }
}
