package dev.caravan.it;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ScreenshotType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Takes pictures of what a test sees, for the docs: two widths, light and dark. Does nothing unless
 * {@code caravan.screenshots.write} is true, so a test costs no more than before.
 */
final class Pictures {

  static final int WIDE = 1280;
  static final int PHONE = 390;

  private static final Path IMAGES = Path.of("docs", "images");

  private Pictures() {}

  /** Takes the four pictures {@code NAME-WIDTH-SCHEME.jpg}, each from the top of an element. */
  static void take(Tab tab, String name, Locator top) {
    take(tab, name, top, 760, 780);
  }

  /** Takes them with these heights. */
  static void take(Tab tab, String name, Locator top, int wide, int phone) {
    if (!Boolean.getBoolean("caravan.screenshots.write")) {
      return;
    }
    for (int width : List.of(WIDE, PHONE)) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        tab.look(width, scheme);
        tab.page().setViewportSize(width, width == PHONE ? phone : wide);
        show(tab.page(), top);
        tab.page()
            .screenshot(
                new Page.ScreenshotOptions()
                    .setPath(
                        IMAGES.resolve(
                            "%s-%d-%s.jpg"
                                .formatted(name, width, scheme.name().toLowerCase(Locale.ROOT))))
                    .setType(ScreenshotType.JPEG)
                    .setQuality(75));
      }
    }
    tab.look(WIDE, ColorScheme.LIGHT);
  }

  private static void show(Page page, Locator top) {
    page.mouse().move(0, 0);
    top.evaluate("top => scrollTo(0, top.getBoundingClientRect().top + scrollY - 16)");
    // The operators' page names the machine, and the pictures are public.
    page.evaluate(
        "() => { const at = document.getElementById('instance');"
            + " if (at) at.textContent = at.textContent.replace(/^[^,]+/, 'laptop'); }");
    page.waitForLoadState(LoadState.NETWORKIDLE);
    // No picture may show the frame of another one that is still loading.
    page.waitForFunction(
        """
        () => [...document.images]
          .filter(one => {
            const { top, bottom, width } = one.getBoundingClientRect();
            return width > 0 && bottom > 0 && top < innerHeight;
          })
          .every(one => one.naturalWidth > 0 && one.classList.contains("there"))
        """);
  }
}
