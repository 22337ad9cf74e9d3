package dev.caravan.local.bedrock.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptionTest {

  private static final Typeface TYPEFACE = new Typeface();
  private static final int BRIGHT = 150;

  static Stream<String> prompts() {
    return Stream.of(
        "K2",
        "Äpfel & Œufs, mañana: Größe",
        "Жар-птица",
        "שלום עולם العربية",
        "山の湖",
        "👩‍👩‍👧‍👦 🏔 🏳️‍🌈",
        "\ud83d\uffff",
        "W".repeat(10_000),
        "a mountain lake ".repeat(600),
        "e" + "\u0301".repeat(2_000));
  }

  @ParameterizedTest
  @MethodSource("prompts")
  void a_text_is_bright_and_keeps_clear_of_both_sides(String prompt) {
    for (int width : new int[] {256, 700, 1024}) {
      BufferedImage image = caption(prompt, width);
      int words = wordsBottom(width);

      assertThat(IntStream.range(0, words).anyMatch(y -> bright(image, 0, width, y))).isTrue();
      assertThat(IntStream.range(0, 512).filter(y -> bright(image, 0, 10, y))).isEmpty();
      assertThat(IntStream.range(0, 512).filter(y -> bright(image, width - 3, width, y))).isEmpty();
    }
  }

  @Test
  void a_white_picture_is_dark_behind_the_text() {
    Scene scene = new Scene("a lake", 7, 512, 512);
    Canvas canvas = new Canvas(512, 512);
    for (int i = 0; i < 512 * 512; i++) {
      canvas.over(i % 512, i / 512, Colour.WHITE, 1);
    }

    Caption caption = new Caption(TYPEFACE, scene);
    caption.paint(canvas);

    int top = (int) caption.top();
    assertThat(canvas.at(500, 500).g()).isBetween(90f, 100f);
    assertThat(canvas.at(500, top + 20).g()).isLessThan(110);
    assertThat(canvas.at(500, 100).g()).isEqualTo(255);
  }

  @Test
  void a_right_to_left_word_begins_on_the_right() {
    // Shin, a letter that stands on the line, then yod, which hangs above it.
    BufferedImage image = caption("שי", 512);
    int[] columns = IntStream.range(0, 512).filter(x -> lowest(image, x) > 0).toArray();

    int left = columns[0];
    int right = columns[columns.length * 5 / 8];
    assertThat(lowest(image, left)).isLessThan(lowest(image, right) - 3);
  }

  @Test
  void a_longer_text_takes_no_more_room_than_five_lines() {
    Caption full = new Caption(TYPEFACE, new Scene("lake ".repeat(500), 7, 512, 512));
    Caption fuller = new Caption(TYPEFACE, new Scene("lake ".repeat(5_000), 7, 512, 512));

    assertThat(full.top()).isEqualTo(fuller.top()).isGreaterThan(350);
  }

  @Test
  void a_character_that_the_font_lacks_is_a_box_as_high_as_a_line() {
    assertThat(TYPEFACE.outline(new int[] {0x5c71}).getBounds2D().getHeight()).isBetween(0.8, 1.2);
    assertThat(TYPEFACE.outline(new int[] {0x5c71}).getBounds2D())
        .isEqualTo(TYPEFACE.outline(new int[] {0x1f469}).getBounds2D());
  }

  @Test
  void an_accented_letter_has_the_outline_of_its_parts() {
    double plain = TYPEFACE.outline(new int[] {'e'}).getBounds2D().getHeight();

    assertThat(TYPEFACE.outline(new int[] {'é'}).getBounds2D().getHeight())
        .isGreaterThan(plain * 1.2);
    assertThat(TYPEFACE.advance('é')).isEqualTo(TYPEFACE.advance('e'));
  }

  private static BufferedImage caption(String prompt, int width) {
    Canvas canvas = new Canvas(width, 512);
    new Caption(TYPEFACE, new Scene(prompt, 7, width, 512)).paint(canvas);
    return canvas.image;
  }

  /** Above the line with the seed. */
  private static int wordsBottom(int width) {
    return width == 256 ? 490 : 480;
  }

  /** The lowest bright pixel of a column above the line with the seed; 0 if there is none. */
  private static int lowest(BufferedImage image, int x) {
    return IntStream.range(0, wordsBottom(512))
        .filter(y -> bright(image, x, x + 1, y))
        .max()
        .orElse(0);
  }

  private static boolean bright(BufferedImage image, int from, int to, int y) {
    return IntStream.range(from, to).anyMatch(x -> (image.getRGB(x, y) & 255) > BRIGHT);
  }
}
