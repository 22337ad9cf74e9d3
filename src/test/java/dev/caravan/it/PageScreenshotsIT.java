package dev.caravan.it;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import dev.caravan.it.RunningCaravan.Running;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of the page for the docs if {@code caravan.screenshots.write} is true. */
@EnabledIfSystemProperty(named = "caravan.screenshots.write", matches = "true")
class PageScreenshotsIT {

  private static final Path IMAGES = Path.of("docs", "images");

  @Test
  void three_prompts_and_a_blocked_one() throws Exception {
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
      tab.page().mouse().move(0, 0);
      tab.page().evaluate("scrollTo(0, 0)");
      tab.look(1280, ColorScheme.LIGHT);
      // Cuts the page off below the picture.
      BoundingBox latest = tab.latest().boundingBox();
      shoot(
          tab,
          "page-light.jpg",
          options -> options.setFullPage(true).setClip(0, 0, 1280, latest.y + latest.height + 32));
      tab.look(1280, ColorScheme.DARK);
      shoot(tab, "page-dark.jpg", options -> options.setFullPage(true));
      tab.look(390, ColorScheme.DARK);
      tab.cards().last().locator("a").click();
      tab.seesPicture(tab.dialog());
      shoot(tab, "page-phone.jpg", options -> options);
    }
  }

  private static void made(Tab tab, String prompt) {
    tab.generate(prompt);
    tab.seesPicture(tab.latest());
  }

  private static void shoot(Tab tab, String name, UnaryOperator<Page.ScreenshotOptions> what) {
    tab.page()
        .screenshot(
            what.apply(
                new Page.ScreenshotOptions()
                    .setPath(IMAGES.resolve(name))
                    .setType(ScreenshotType.JPEG)
                    .setQuality(80)));
  }
}
