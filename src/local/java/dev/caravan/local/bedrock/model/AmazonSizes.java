package dev.caravan.local.bedrock.model;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The image sizes that one of Amazon's models supports. */
sealed interface AmazonSizes {

  /** Why the size is not supported; empty if it is. */
  Optional<String> complaint(Size size);

  /** Titan: a fixed list. */
  static AmazonSizes titan() {
    return Stream.of(
            "1024x1024 768x768 512x512 768x1152 384x576 1152x768 576x384 768x1280 384x640",
            "1280x768 640x384 896x1152 448x576 1152x896 576x448 768x1408 384x704 1408x768",
            "704x384 640x1408 320x704 1408x640 704x320 1152x640 1173x640")
        .flatMap(line -> Stream.of(line.split(" ")))
        .map(Size::parse)
        .collect(Collectors.collectingAndThen(Collectors.toSet(), Listed::new));
  }

  /** Nova Canvas: any size within bounds. */
  static AmazonSizes nova() {
    return new Bounded(320, 4096, 16, 4, 4_194_304);
  }

  record Listed(Set<Size> sizes) implements AmazonSizes {

    @Override
    public Optional<String> complaint(Size size) {
      return sizes.contains(size)
          ? Optional.empty()
          : Optional.of("the size " + size + " is not one of those that this model supports");
    }
  }

  record Bounded(int shortest, int longest, int step, int widestRatio, long mostPixels)
      implements AmazonSizes {

    @Override
    public Optional<String> complaint(Size size) {
      int small = Math.min(size.width(), size.height());
      int large = Math.max(size.width(), size.height());
      if (small < shortest || large > longest) {
        return Optional.of(size + ": each side must be from " + shortest + " to " + longest);
      }
      if (small % step != 0 || large % step != 0) {
        return Optional.of(size + ": each side must be divisible by " + step);
      }
      if (large > small * widestRatio) {
        return Optional.of(
            size
                + ": the aspect ratio must be from 1:"
                + widestRatio
                + " to "
                + widestRatio
                + ":1");
      }
      return size.pixels() > mostPixels
          ? Optional.of(size + ": the image must not have more than " + mostPixels + " pixels")
          : Optional.empty();
    }
  }
}
