package dev.caravan.local.bedrock.picture;

/** How a picture is encoded. */
public enum ImageFormat {
  /** 8 bit RGB, lossless. */
  PNG("image/png"),
  /** Baseline, quality 0.9. */
  JPEG("image/jpeg");

  private final String contentType;

  ImageFormat(String contentType) {
    this.contentType = contentType;
  }

  /** The media type, for example {@code image/png}. */
  public String contentType() {
    return contentType;
  }
}
