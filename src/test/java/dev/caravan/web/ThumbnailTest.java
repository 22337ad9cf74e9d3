package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {

  private static final int RED = 0xFFFF0000;
  private static final int BLUE = 0xFF0000FF;

  @ParameterizedTest
  @CsvSource({
    // The format and size of the picture, and the size of its small version.
    "png, 1024, 1024, 320, 320, 320",
    "png, 1536, 640, 320, 320, 133",
    "png, 640, 1536, 320, 320, 768",
    "jpeg, 1024, 1024, 640, 640, 640",
    "jpeg, 4096, 4096, 320, 320, 320",
    "gif, 700, 500, 320, 320, 229",
    "bmp, 321, 1, 320, 320, 1"
  })
  void a_picture_becomes_small_and_keeps_its_proportions_and_colours(
      String format, int wide, int high, int asked, int smallWide, int smallHigh)
      throws IOException {
    BufferedImage picture = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        picture.setRGB(x, y, x < wide / 2 ? RED : BLUE);
      }
    }

    Thumbnail made = Thumbnail.of(written(picture, format), asked).orElseThrow();

    BufferedImage small = ImageIO.read(new ByteArrayInputStream(made.bytes()));
    assertThat(made.contentType()).isEqualTo("image/jpeg");
    assertThat(small.getWidth()).isEqualTo(smallWide);
    assertThat(small.getHeight()).isEqualTo(smallHigh);
    assertLooksLike(small.getRGB(small.getWidth() / 8, 0), RED);
    assertLooksLike(small.getRGB(small.getWidth() * 7 / 8, smallHigh - 1), BLUE);
  }

  @Test
  void a_transparent_picture_stays_transparent() throws IOException {
    BufferedImage picture = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 1, 1, new int[] {BLUE}, 0, 1);
    for (int y = 500; y < 1000; y++) {
      int[] row = new int[1000];
      Arrays.fill(row, RED);
      picture.setRGB(0, y, 1000, 1, row, 0, 1000);
    }

    Thumbnail made = Thumbnail.of(written(picture, "png"), 320).orElseThrow();

    BufferedImage small = ImageIO.read(new ByteArrayInputStream(made.bytes()));
    assertThat(made.contentType()).isEqualTo("image/png");
    assertThat(small.getRGB(160, 80) >>> 24).isZero();
    assertThat(small.getRGB(160, 240)).isEqualTo(RED);
  }

  @Test
  void an_opaque_picture_with_an_alpha_channel_becomes_a_jpeg() throws IOException {
    BufferedImage picture = new BufferedImage(1000, 10, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 10; y++) {
      int[] row = new int[1000];
      Arrays.fill(row, RED);
      picture.setRGB(0, y, 1000, 1, row, 0, 1000);
    }

    assertThat(Thumbnail.of(written(picture, "png"), 320).orElseThrow().contentType())
        .isEqualTo("image/jpeg");
  }

  @Test
  void a_picture_that_is_not_wider_stays_as_it_is() throws IOException {
    byte[] picture = written(new BufferedImage(320, 2000, BufferedImage.TYPE_INT_RGB), "png");

    assertThat(Thumbnail.of(picture, 320)).isEmpty();
  }

  @Test
  void bytes_that_are_no_picture_stay_as_they_are() throws IOException {
    byte[] whole = written(new BufferedImage(900, 900, BufferedImage.TYPE_INT_RGB), "png");

    assertThat(Thumbnail.of("not a picture".getBytes(StandardCharsets.UTF_8), 320)).isEmpty();
    assertThat(Thumbnail.of(new byte[0], 320)).isEmpty();
    assertThat(Thumbnail.of(Arrays.copyOf(whole, 60), 320)).isEmpty();
  }

  /** A PNG of a few bytes that says that it has 100,000 × 100,000 pixels. */
  @Test
  void a_picture_that_is_huge_when_decoded_is_not_decoded() throws IOException {
    byte[] bomb = written(new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB), "png");
    byte[] side = {0, 1, (byte) 0x86, (byte) 0xA0};
    System.arraycopy(side, 0, bomb, 16, 4);
    System.arraycopy(side, 0, bomb, 20, 4);
    CRC32 sum = new CRC32();
    sum.update(bomb, 12, 17);
    for (int n = 0; n < 4; n++) {
      bomb[29 + n] = (byte) (sum.getValue() >> 24 - 8 * n);
    }

    assertThat(Thumbnail.of(bomb, 320)).isEmpty();
  }

  private static void assertLooksLike(int found, int wanted) {
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat(found >> shift & 0xFF).isCloseTo(wanted >> shift & 0xFF, within());
    }
  }

  private static org.assertj.core.data.Offset<Integer> within() {
    return org.assertj.core.data.Offset.offset(12);
  }

  private static byte[] written(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, out)).isTrue();
    return out.toByteArray();
  }
}
