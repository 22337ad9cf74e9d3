package dev.caravan.local.bedrock.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PainterTest {

  private static final Painter PAINTER = new Painter();

  @ParameterizedTest
  @EnumSource
  void the_same_scene_gives_the_same_bytes(ImageFormat format) {
    Scene scene = new Scene("a mountain lake at dawn", 7, 256, 256);

    assertThat(new Painter().paint(scene, format)).isEqualTo(PAINTER.paint(scene, format));
  }

  @Test
  void the_same_scene_gives_the_same_bytes_when_many_are_painted_at_once() {
    Scene scene = new Scene("dunes by night", 7, 256, 256);
    byte[] alone = PAINTER.paint(scene, ImageFormat.PNG);

    List<CompletableFuture<byte[]>> together =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> PAINTER.paint(scene, ImageFormat.PNG)))
            .limit(8)
            .toList();

    assertThat(together).allSatisfy(painted -> assertThat(painted.join()).isEqualTo(alone));
  }

  @Test
  void another_seed_or_another_prompt_gives_another_picture() throws IOException {
    int[] picture = pixels(new Scene("a lake", 7, 256, 256));

    assertThat(pixels(new Scene("a lake", 8, 256, 256))).isNotEqualTo(picture);
    assertThat(pixels(new Scene("a desert", 7, 256, 256))).isNotEqualTo(picture);
  }

  @ParameterizedTest
  @CsvSource({"256, 256", "257, 301", "640, 256", "256, 1024", "1024, 1024"})
  void a_picture_has_the_size_that_was_asked_for(int width, int height) throws IOException {
    for (ImageFormat format : ImageFormat.values()) {
      BufferedImage image =
          ImageIO.read(
              new ByteArrayInputStream(
                  PAINTER.paint(new Scene("a lake", 7, width, height), format)));

      assertThat(image.getWidth()).isEqualTo(width);
      assertThat(image.getHeight()).isEqualTo(height);
    }
  }

  @ParameterizedTest
  @CsvSource({"255, 512", "512, 255", "4097, 512", "512, 4097", "0, 0", "-1, 512"})
  void a_size_that_cannot_be_painted_is_refused(int width, int height) {
    assertThatThrownBy(() -> new Scene("a lake", 7, width, height))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 256..4096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Me on top of K2", "山の湖 👩‍👩‍👧‍👦 🏳️‍🌈", "جبل وبحيرة", "a\nb\tc", ""})
  void a_png_carries_its_prompt_and_its_seed_as_text(String prompt) {
    byte[] png = PAINTER.paint(new Scene(prompt, 4_294_967_294L, 256, 256), ImageFormat.PNG);

    assertThat(texts(png)).containsEntry("Description", prompt).containsEntry("Seed", "4294967294");
  }

  @Test
  void a_jpeg_carries_its_prompt_as_a_comment() {
    byte[] jpeg = PAINTER.paint(new Scene("山の湖 🏔", 7, 256, 256), ImageFormat.JPEG);

    assertThat(new String(jpeg, StandardCharsets.ISO_8859_1))
        .contains(
            new String("山の湖 🏔".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
        .contains("Seed: 7");
  }

  @Test
  void a_png_has_every_pixel_as_it_was_painted() throws IOException {
    BufferedImage painted = new BufferedImage(300, 256, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 256; y++) {
      for (int x = 0; x < 300; x++) {
        painted.setRGB(x, y, (x * 31 + y * 17) * 40_503 & 0xffffff);
      }
    }

    byte[] png = ImageFormat.PNG.encode(painted, new Scene("a lake", 7, 300, 256));

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getRGB(0, 0, 300, 256, null, 0, 300))
        .isEqualTo(painted.getRGB(0, 0, 300, 256, null, 0, 300));
  }

  @ParameterizedTest
  @CsvSource({
    "a lake at noon, a lake by night",
    "a forest on a sunny day, a forest with northern lights",
    "dunes at dawn, dunes under the stars",
  })
  void the_sky_is_as_bright_as_the_hour_that_the_prompt_names(String day, String night)
      throws IOException {
    double bright = brightness(pixels(new Scene(day, 7, 256, 256)));

    assertThat(bright).isGreaterThan(1.5 * brightness(pixels(new Scene(night, 7, 256, 256))));
  }

  @Property(tries = 30)
  void any_text_in_any_size_gives_a_picture_of_that_size(
      @ForAll String prompt,
      @ForAll long seed,
      @ForAll @IntRange(min = 256, max = 512) int width,
      @ForAll @IntRange(min = 256, max = 512) int height,
      @ForAll ImageFormat format)
      throws IOException {
    byte[] painted = PAINTER.paint(new Scene(prompt, seed, width, height), format);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(painted));
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
  }

  static Stream<String> hostile() {
    return Stream.of(
        "",
        " ",
        "x".repeat(10_000),
        "a mountain lake ".repeat(625),
        "😀".repeat(10_000),
        "\u0000\u0001\u0007\u001b[31m\u007f\u0085",
        "\n\n\n\r\n\t\t",
        "שלום עולם \u202Eאבג\u202C العربية",
        "\ud83d",
        "\ude00\ud83d",
        "\uFFFE\uFFFF\uFEFF",
        "e" + "\u0301".repeat(2_000),
        "%s %n ${x} <script>",
        "\u200D\u200D\uFE0F");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void no_prompt_is_too_strange_to_paint(String prompt) throws IOException {
    for (ImageFormat format : ImageFormat.values()) {
      byte[] painted = PAINTER.paint(new Scene(prompt, Long.MIN_VALUE, 256, 320), format);

      assertThat(ImageIO.read(new ByteArrayInputStream(painted)).getHeight()).isEqualTo(320);
    }
  }

  private static double brightness(int[] pixels) {
    return Arrays.stream(pixels).map(rgb -> (rgb >> 8) & 255).average().orElseThrow();
  }

  private static int[] pixels(Scene scene) throws IOException {
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(PAINTER.paint(scene, ImageFormat.PNG)));
    // Without the lower part, which contains the words.
    return image.getRGB(0, 0, 256, 128, null, 0, 256);
  }

  /** The uncompressed iTXt chunks of a PNG; every chunk's checksum must be right. */
  private static Map<String, String> texts(byte[] png) {
    Map<String, String> texts = new LinkedHashMap<>();
    ByteBuffer chunks = ByteBuffer.wrap(png).position(8);
    while (chunks.hasRemaining()) {
      int length = chunks.getInt();
      byte[] typed = new byte[4 + length];
      chunks.get(typed);
      CRC32 crc = new CRC32();
      crc.update(typed);
      assertThat(chunks.getInt()).isEqualTo((int) crc.getValue());
      String chunk = new String(typed, StandardCharsets.UTF_8);
      if (chunk.startsWith("iTXt")) {
        int end = chunk.indexOf('\0');
        assertThat(chunk.substring(end, end + 5)).isEqualTo("\0\0\0\0\0");
        texts.put(chunk.substring(4, end), chunk.substring(end + 5));
      }
    }
    return texts;
  }
}
