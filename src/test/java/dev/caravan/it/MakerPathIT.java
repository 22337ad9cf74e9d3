package dev.caravan.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who wants pictures uses the page and the terminal for the first time. */
@NeedsChromium
@Tag("slow")
class MakerPathIT {

  private static final String TYPED = "A red house by a fjord, first snow";
  private static final String SENT = "Me on top of K2";

  @TempDir Path folder;

  @Test
  void a_first_picture_is_made_found_again_and_shared() throws Exception {
    try (Laptop laptop = Laptop.start(folder);
        Chromium chromium = Chromium.start();
        Tab tab = Tab.open(chromium)) {
      tab.visit(laptop.api().base());
      tab.sees(tab.page().locator("#nothing"), "Nothing here yet");
      tab.generate(TYPED);
      tab.seesPicture(tab.latest());
      assertThat(tab.cards()).hasCount(1);
      assertThat(tab.page().locator("#today")).containsText("Today: $0.04");
      Pictures.take(tab, "maker-first-image", tab.page().locator("header"), 1000, 1000);

      Launched send = laptop.terminal("send", "--local", "--wait", "-o", "pictures", SENT);
      assertThat(send.exitCode()).as(send.err()).isZero();
      List<String> sent = List.of(send.out().strip().split(" +"));
      assertThat(sent).element(1).isEqualTo("done");
      Path file = folder.resolve(sent.get(sent.size() - 1));
      assertThat(file).isEqualTo(folder.resolve("pictures/" + sent.get(0) + ".png"));
      assertThat(Files.readAllBytes(file))
          .isEqualTo(laptop.api().get("/generations/" + sent.get(0) + "/content").raw().body())
          .startsWith(0x89, 'P', 'N', 'G');
      // The picture from the terminal appears on the page without a reload.
      assertThat(tab.cards().first()).containsText(SENT);
      tab.cards().first().scrollIntoViewIfNeeded();
      tab.seesPicture(tab.cards().first());

      tab.page().getByText("Search and filters").click();
      tab.page().getByLabel("Prompt contains").fill("FJORD");
      tab.page().keyboard().press("Enter");
      assertThat(tab.cards()).hasCount(1);
      assertThat(tab.cards()).containsText(TYPED);
      tab.seesPicture(tab.cards().first());
      Pictures.take(tab, "maker-search", tab.page().locator("#gallery-title"), 680, 1200);

      tab.cards().first().locator("a").click();
      tab.seesPicture(tab.dialog());
      tab.dialog().getByText("Copy link", exactly()).click();
      assertThat(tab.dialog().getByText("Copied")).isVisible();
      String link = (String) tab.page().evaluate("navigator.clipboard.readText()");
      String typed = link.substring(link.indexOf('#') + 1);
      assertThat(link).isEqualTo(laptop.api().base() + "/#" + typed);
      try (Tab other = Tab.open(chromium)) {
        other.page().navigate(link);
        other.seesPicture(other.dialog());
        other.sees(other.dialog(), TYPED);
        assertThat(other.fact(other.dialog(), "Id")).containsText(typed);
        Pictures.take(other, "maker-link", other.dialog());
        assertThat(other.complaints()).isEmpty();
      }

      Launched list = laptop.terminal("list", "--local");
      assertThat(list.exitCode()).as(list.err()).isZero();
      List<String> listed = list.out().lines().toList();
      assertThat(listed).hasSize(2);
      // The newest is first.
      assertThat(listed.get(0)).contains(sent.get(0), "done", SENT);
      assertThat(listed.get(1)).contains(typed, "done", TYPED);
      assertThat(tab.page()).hasURL(laptop.api().base() + "/?text=FJORD#" + typed);
      assertThat(tab.complaints()).isEmpty();
    }
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }
}
