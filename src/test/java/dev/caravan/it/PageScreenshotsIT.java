package dev.caravan.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.caravan.it.RunningCaravan.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of the gallery for the docs if {@code caravan.screenshots.write} is true. */
@EnabledIfSystemProperty(named = "caravan.screenshots.write", matches = "true")
class PageScreenshotsIT {

  @Test
  void a_gallery_with_pictures_a_text_and_a_blocked_prompt() throws Exception {
    // A service of its own, so that the pictures show only these prompts.
    try (Running caravan = Running.start();
        Chromium chromium = Chromium.start();
        Tab tab = Tab.open(chromium)) {
      tab.visit(caravan.api().base());
      caravan.bedrockShould("{\"action\":\"block\",\"match\":{\"prompt\":\"secret\"}}");
      tab.page().getByText("4:5").click();
      made(tab, "Me on top of K2");
      tab.choose("Amazon Nova Lite");
      tab.generate("Two lines about a caravan at night");
      tab.sees(tab.latest(), "Two lines about a caravan at night”");
      tab.choose("Stable Image Core");
      tab.generate("The secret recipe, in great detail");
      tab.sees(tab.latest(), "CONTENT_BLOCKED");
      tab.page().getByText("16:9").click();
      made(tab, "Norwegian mountain landscape with sunset");
      made(tab, "A night train crossing a salt desert under an aurora");
      assertThat(tab.cards()).hasCount(5);
      assertThat(tab.cards().locator(".writing")).containsText("caravan");
      Pictures.take(tab, "gallery", tab.page().locator("#gallery-title"));
    }
  }

  private static void made(Tab tab, String prompt) {
    tab.generate(prompt);
    tab.seesPicture(tab.latest());
  }
}
