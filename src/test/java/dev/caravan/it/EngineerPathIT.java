package dev.caravan.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.caravan.it.ReloadingCaravan.awaiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who changes routes follows the tour, and types what it says. */
@NeedsChromium
@Tag("slow")
class EngineerPathIT {

  private static final String ROUTE = "generate.camel.yaml";
  private static final String CATALOGUE = "models.yaml";

  @TempDir Path folder;

  @Test
  void a_first_edit_is_rejected_with_its_reason_corrected_and_takes_effect() throws Exception {
    Tour tour = Tour.read();
    try (Laptop laptop = Laptop.start(folder);
        Chromium chromium = Chromium.start();
        Tab page = Tab.open(chromium);
        Tab operate = Tab.open(chromium)) {
      operate.visit(laptop.management().base(), "/operate");
      Locator routes = operate.page().locator("#routes");
      assertThat(routes).containsText(ROUTE);
      assertThat(routes).not().containsText("notes");

      String wide = tour.blockAfter("## 5. Change the catalogue");
      edit(laptop, CATALOGUE, wide.replace("16:9", "1:1"), wide);
      awaitLog(laptop, "Routes reloaded in \\d+ ms: changed models.yaml.");
      page.visit(laptop.api().base());
      page.generate("a wide lake");
      page.seesPicture(page.latest());
      assertThat(page.fact(page.latest(), "Shape")).containsText("16:9");

      Files.writeString(
          laptop.routes().resolve("notes.camel.yaml"), tour.blockAfter("## 6. Change a route"));
      awaitLog(laptop, "Routes reloaded in \\d+ ms: added notes.");
      String before = hash(laptop);
      String wrong = tour.blockAfter("with a mistake");
      edit(laptop, ROUTE, wrong.substring(0, wrong.indexOf('\n') + 1), wrong);

      awaitLog(laptop, "No route starts from `direct:note`");
      String lintSays = tour.blockAfter("Lint says the same");
      Launched lint = laptop.terminal("lint", "routes");
      assertThat(lint.exitCode()).isEqualTo(1);
      assertThat("$ ./caravan lint\n" + lint.out()).isEqualToNormalizingNewlines(lintSays.strip());
      Locator rejection = operate.page().locator("#rejection");
      operate.sees(rejection, "The last change was rejected");
      assertThat(rejection.locator("tbody tr")).hasCount(1);
      assertThat(rejection).containsText(ROUTE + ":29");
      assertThat(rejection).containsText("No route starts from `direct:note`.");
      assertThat(rejection).containsText("Did you mean `direct:notes`?");
      Pictures.take(
          operate, "engineer-rejected", operate.page().locator("#routes-title"), 420, 780);
      // The old route runs on.
      assertThat(hash(laptop)).isEqualTo(before);
      Launched meanwhile = laptop.terminal("send", "--local", "--wait", "meanwhile");
      assertThat(meanwhile.exitCode()).as(meanwhile.err()).isZero();
      assertThat(notes()).doesNotExist();

      edit(laptop, ROUTE, "\"direct:note\"", "\"direct:notes\"");
      awaitLog(laptop, "Routes reloaded in \\d+ ms: changed generate.");
      assertThat(laptop.terminal("lint", "routes").out()).isEqualTo("Nothing is wrong.");
      assertThat(rejection).isEmpty();
      assertThat(routes).containsText("notes.camel.yaml");
      assertThat(hash(laptop)).isNotEqualTo(before);
      Launched send = laptop.terminal("send", "--local", "--wait", "a note, please");
      assertThat(send.exitCode()).as(send.err()).isZero();
      String id = send.out().split(" ")[0];
      awaiting(() -> assertThat(notes()).isNotEmptyFile());
      assertThat(notes()).content().isEqualTo(id + " stability.stable-image-core-v1:1\n");
      assertThat(laptop.generation(id).path("status").asText()).isEqualTo("done");
      page.page().reload();
      assertThat(page.cards().first()).containsText("a note, please");
      page.seesPicture(page.cards().first());
      assertThat(page.complaints()).isEmpty();
      assertThat(operate.complaints()).isEmpty();
    }
  }

  private Path notes() {
    return folder.resolve("caravan-data/notes.txt");
  }

  /** Fails if the tour changes something that the shipped file does not have. */
  private static void edit(Laptop laptop, String file, String what, String by) throws IOException {
    Path path = laptop.routes().resolve(file);
    String text = Files.readString(path);
    assertThat(text).as(file).contains(what);
    int at = text.indexOf(what);
    Files.writeString(path, text.substring(0, at) + by + text.substring(at + what.length()));
  }

  private static void awaitLog(Laptop laptop, String pattern) {
    awaiting(() -> assertThat(laptop.log()).containsPattern(pattern));
  }

  private static String hash(Laptop laptop) {
    return laptop.management().get("/observe/routes").json().at("/routes/generate/hash").asText();
  }
}
