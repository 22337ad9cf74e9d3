package dev.caravan.local.bedrock.model;

import dev.caravan.local.bedrock.picture.ImageFormat;
import dev.caravan.local.bedrock.picture.Painter;
import dev.caravan.local.bedrock.picture.Scene;
import dev.caravan.local.bedrock.rule.Outcome;
import java.nio.charset.StandardCharsets;

/** Paints the requested image, or something else if the outcome says so. */
record Brush(Painter painter) {

  byte[] paint(Scene scene, ImageFormat format, Outcome outcome) {
    return switch (outcome) {
      case NOT_AN_IMAGE -> "These bytes are no image.".getBytes(StandardCharsets.UTF_8);
      case OTHER_FORMAT -> painter.paint(scene, other(format));
      default -> painter.paint(scene, format);
    };
  }

  private ImageFormat other(ImageFormat format) {
    return format == ImageFormat.PNG ? ImageFormat.JPEG : ImageFormat.PNG;
  }
}
