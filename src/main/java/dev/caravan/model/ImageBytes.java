package dev.caravan.model;

/** Detects an image's type by its first bytes, because a model's answer may claim a wrong one. */
final class ImageBytes {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

  private ImageBytes() {}

  /**
   * @throws ModelAnswerException if the image is neither PNG nor JPEG
   */
  static String contentType(byte[] image) {
    if (startsWith(image, PNG)) {
      return "image/png";
    }
    if (startsWith(image, JPEG)) {
      return "image/jpeg";
    }
    throw new ModelAnswerException(
        "The model's image of %,d bytes is neither PNG nor JPEG.".formatted(image.length));
  }

  private static boolean startsWith(byte[] image, byte[] magic) {
    return image.length > magic.length
        && java.util.Arrays.equals(image, 0, magic.length, magic, 0, magic.length);
  }
}
