package dev.caravan.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.caravan.it.ReloadingCaravan.awaiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who runs Caravan finds out why a prompt failed, and sends it again. */
@NeedsChromium
@Tag("slow")
class OperatorPathIT {

  /** More than the page has parts that take the focus. */
  private static final int MOST_TABS = 40;

  @TempDir Path folder;

  @Test
  void a_first_dead_letter_is_redriven_by_keyboard() throws Exception {
    try (Laptop laptop = Laptop.start(folder);
        Chromium chromium = Chromium.start();
        Tab tab = Tab.open(chromium)) {
      laptop.bedrockShould("{\"action\":\"block\",\"times\":1}");
      Launched send = laptop.terminal("send", "--local", "--wait", "a lighthouse in a storm");
      assertThat(send.exitCode()).isEqualTo(1);
      String failed = send.out();
      assertThat(failed).contains("failed", "CONTENT_BLOCKED");
      String id = failed.split(" ")[0];

      // The record says failed a moment before the letter is there.
      awaiting(() -> assertThat(letters(laptop)).isEqualTo(1));
      tab.visit(laptop.management().base(), "/operate");
      assertThat(tab.page().locator("#reasons tbody tr")).hasCount(1);
      tab.sees(tab.page().locator("#reasons"), "CONTENT_BLOCKED");
      tab.sees(tab.page().locator("#reasons"), "Refused by the model's filter");
      tab.sees(tab.page().locator("#letters"), id);
      assertFitsAPhone(tab, id);
      Pictures.take(tab, "operator-dead-letter", tab.page().locator("#letters-title"), 480, 780);
      Launched dryRun = laptop.terminal("redrive", "--local", "--dry-run");
      assertThat(dryRun.out())
          .contains(id + "  CONTENT_BLOCKED  would be redriven")
          .contains("1 examined: 1 would be redriven");

      Keyboard keyboard = tab.page().keyboard();
      tabTo(tab, "Redrive all letters with the reason CONTENT_BLOCKED");
      keyboard.press("Enter");
      tab.sees(tab.dialog(), "Model calls for it cost money again.");
      // The harmless button has the focus.
      assertThat(tab.button("No")).isFocused();
      Pictures.take(tab, "operator-redrive", tab.page().locator("#letters-title"), 480, 780);
      tabTo(tab, "Redrive");
      keyboard.press("Enter");

      assertThat(tab.page().locator("#outcome")).hasText("1 redriven.");
      assertThat(tab.page().locator("#letters-count")).hasText("There are no dead letters.");
      assertThat(tab.button("Look again")).isFocused();
      Launched status = laptop.terminal("status", "--local", "--wait", id);
      assertThat(status.exitCode()).as(status.err()).isZero();
      assertThat(status.out()).startsWith(id + "  done ");
      assertThat(laptop.terminal("redrive", "--local").out()).startsWith("0 examined");
      assertThat(letters(laptop)).isZero();
      assertThat(tab.complaints()).isEmpty();
      tab.visit(laptop.api().base(), "/#" + id);
      tab.seesPicture(tab.dialog());
      tab.sees(tab.dialog(), "a lighthouse in a storm");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  /**
   * The letter and its buttons are in view, without a scroll to the side, and not cut into letters.
   */
  private static void assertFitsAPhone(Tab tab, String id) {
    tab.look(Pictures.PHONE, ColorScheme.DARK);
    BoundingBox button = tab.button("Redrive the letter " + id).boundingBox();
    assertThat(button.x + button.width).isLessThan(Pictures.PHONE);
    assertThat(tab.page().getByText(id).boundingBox().height).isLessThan(2 * button.height);
    assertThat(tab.barriers()).isEmpty();
    tab.look(Pictures.WIDE, ColorScheme.LIGHT);
  }

  private static int letters(Laptop laptop) {
    return laptop.management().get("/dead-letters").json().path("approximateTotal").asInt(-1);
  }

  /** Presses Tab until the element with this name has the focus. */
  private static void tabTo(Tab tab, String name) {
    String focused = "";
    for (int n = 0; n < MOST_TABS; n++) {
      tab.page().keyboard().press("Tab");
      focused =
          (String)
              tab.page()
                  .evaluate(
                      "(document.activeElement.getAttribute('aria-label')"
                          + " ?? document.activeElement.textContent).trim()");
      if (focused.equals(name)) {
        return;
      }
    }
    throw new AssertionError("Tab does not reach \"" + name + "\"; the last was " + focused);
  }
}
