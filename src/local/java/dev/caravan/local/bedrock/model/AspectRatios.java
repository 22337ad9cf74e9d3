package dev.caravan.local.bedrock.model;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The aspect ratios of Stability's models, each with the size in pixels. */
record AspectRatios(Map<String, Size> sizes) {

  /** About 1.5 megapixels, each side from 640 to 1536: Stable Image Core and Ultra. */
  static AspectRatios stableImage() {
    return of(
        "1:1=1216x1216 16:9=1536x864 9:16=864x1536 21:9=1536x658 9:21=658x1536 3:2=1488x992",
        "2:3=992x1488 5:4=1360x1088 4:5=1088x1360");
  }

  /** About one megapixel, each side a multiple of 64: Stable Diffusion 3.5. */
  static AspectRatios stableDiffusion() {
    return of(
        "1:1=1024x1024 16:9=1344x768 9:16=768x1344 21:9=1536x640 9:21=640x1536 3:2=1216x832",
        "2:3=832x1216 5:4=1152x896 4:5=896x1152");
  }

  Set<String> names() {
    return sizes.keySet();
  }

  Size size(String name) {
    return sizes.get(name);
  }

  private static AspectRatios of(String... lines) {
    return new AspectRatios(
        Stream.of(lines)
            .flatMap(line -> Stream.of(line.split(" ")))
            .map(entry -> entry.split("="))
            .collect(Collectors.toMap(entry -> entry[0], entry -> Size.parse(entry[1]))));
  }
}
