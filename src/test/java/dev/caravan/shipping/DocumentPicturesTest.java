package dev.caravan.shipping;

import static dev.caravan.shipping.Documents.all;
import static dev.caravan.shipping.Documents.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pictures in the documentation exist, are small, are used, and have a text instead. */
class DocumentPicturesTest {

  private static final Path IMAGES = Path.of("docs", "images");
  private static final long LARGEST = 150_000;
  private static final long ALL = 2_000_000;

  @Test
  void every_picture_is_used_and_every_used_picture_exists() throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path document : documents()) {
      String text = text(document.toString());
      Set<String> paths = all(text, "!\\[[^\\]]*]\\(([^)#:]+)\\)");
      paths.addAll(all(text, "(?:src|srcset)=\"([^\":]+)\""));
      paths.forEach(path -> used.add(document.resolveSibling(path).normalize().toString()));
    }

    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(images().stream().map(Path::toString).toList());
  }

  @Test
  void the_pictures_are_small() throws IOException {
    long sum = 0;
    for (Path image : images()) {
      assertThat(Files.size(image)).as(image.toString()).isBetween(1L, LARGEST);
      sum += Files.size(image);
    }
    assertThat(sum).isLessThan(ALL);
  }

  @Test
  void a_picture_of_a_page_has_two_widths_two_themes_and_a_text_instead() {
    List<String> blocks = new ArrayList<>();
    for (Path document : documents()) {
      blocks.addAll(all(text(document.toString()), "(?s)<picture>(.*?)</picture>"));
    }

    assertThat(blocks).hasSizeGreaterThan(5);
    for (String block : blocks) {
      List<String> ends =
          Stream.of("390-dark", "390-light", "1280-dark", "1280-light")
              .map(end -> "-" + end + ".jpg")
              .toList();
      assertThat(block).containsSubsequence(ends);
      assertThat(all(block, "images/(.+)-\\d+-(?:light|dark)\\.jpg")).hasSize(1);
      assertThat(all(block, "<img alt=\"([^\"]{20,})\"")).hasSize(1);
    }
  }

  private static List<Path> images() throws IOException {
    try (Stream<Path> files = Files.list(IMAGES)) {
      return files.sorted().collect(Collectors.toList());
    }
  }

  private static List<Path> documents() {
    List<Path> documents = new ArrayList<>(Documents.files(".", 1, ".md"));
    documents.addAll(Documents.files("docs", 2, ".md"));
    return documents;
  }
}
