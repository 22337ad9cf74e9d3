package dev.caravan.shipping;

import static dev.caravan.shipping.Documents.all;
import static dev.caravan.shipping.Documents.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Links in the documentation point to files, and the tests that it names exist. */
class DocumentsTest {

  /** The name of a test, written as code in a document. */
  private static final String NAME = "`([a-z]+(?:_[a-z0-9]+){3,})`";

  @Test
  void every_link_points_to_a_file() {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      for (String link : all(text(document.toString()), "]\\(([^)#:]+)(?:#[^)]*)?\\)")) {
        Path target = document.resolveSibling(link).normalize();
        if (!Files.exists(target)) {
          broken.add(document + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void every_test_that_a_document_names_exists() {
    Set<String> named = all(text("SECURITY.md"), NAME);
    named.addAll(all(text("docs/reliability.md"), NAME));
    Set<String> tests = new TreeSet<>();
    for (Path file : Documents.files("src/test/java", 20, ".java")) {
      tests.addAll(all(text(file.toString()), "([a-z]+(?:_[a-z0-9]+){3,})(?:\\(| =)"));
    }
    for (Path file : Documents.files("terraform", 3, ".tftest.hcl")) {
      tests.addAll(all(text(file.toString()), "^run \"([a-z0-9_]+)\""));
    }

    assertThat(named).isNotEmpty();
    assertThat(tests).containsAll(named);
  }

  private static List<Path> documents() {
    List<Path> documents = new ArrayList<>(Documents.files(".", 1, ".md"));
    documents.addAll(Documents.files("docs", 2, ".md"));
    documents.addAll(Documents.files("terraform", 1, ".md"));
    return documents;
  }
}
