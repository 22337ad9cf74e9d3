package dev.caravan.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A browser tab with the page, used as a person would. It records every complaint of the browser.
 */
final class Tab implements AutoCloseable {

  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private String base;

  private Tab(BrowserContext context, Page page) {
    this.context = context;
    this.page = page;
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("a dialog: " + dialog.message());
          dialog.dismiss();
        });
  }

  static Tab open(Chromium chromium) {
    BrowserContext context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    // Without animations, no test looks at an element that is still fading in.
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setPermissions(List.of("clipboard-read", "clipboard-write")));
    context.setDefaultTimeout(Chromium.PATIENCE);
    return new Tab(context, context.newPage());
  }

  /** Opens a service's page as a first-time visitor. */
  void visit(String service) {
    visit(service, "/");
  }

  void visit(String service, String path) {
    page.evaluate("() => { try { sessionStorage.clear(); localStorage.clear(); } catch {} }");
    complaints.clear();
    base = service;
    look(1280, ColorScheme.LIGHT);
    go(path);
  }

  void go(String path) {
    page.navigate(base + path);
  }

  Page page() {
    return page;
  }

  void look(int width, ColorScheme scheme) {
    page.setViewportSize(width, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  /** Errors and warnings in the console, including breaches of the content policy, and pop-ups. */
  List<String> complaints() {
    return complaints;
  }

  /** Types a prompt and presses the button. */
  void generate(String prompt) {
    page.getByLabel("Prompt", new Page.GetByLabelOptions().setExact(true)).fill(prompt);
    button("Generate").click();
  }

  void choose(String model) {
    page.getByLabel("Model")
        .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(model));
  }

  /** The part of the page that shows the latest prompt. */
  Locator latest() {
    return page.locator("#now");
  }

  Locator cards() {
    return page.locator("#cards > li");
  }

  Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Waits until the picture is loaded, not only its frame. */
  void seesPicture(Locator in) {
    assertThat(in.locator("img.there")).isVisible();
  }

  void sees(Locator in, String text) {
    assertThat(in.getByText(text).first()).isVisible();
  }

  /** The value of one of the facts. */
  Locator fact(Locator in, String name) {
    return in.locator("dl > div")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.locator("dt")
                        .getByText(name, new Locator.GetByTextOptions().setExact(true))))
        .locator("dd");
  }

  /** The barriers that axe-core finds, as {@code impact: rule: element}. */
  List<String> barriers() {
    if (!(Boolean) page.evaluate("'axe' in window")) {
      page.evaluate(AXE);
    }
    Object found =
        page.evaluate(
            """
            async () => (await axe.run()).violations.map(broken =>
              broken.impact + ': ' + broken.id + ': '
                + broken.nodes.map(node => node.target + ' ' + node.failureSummary).join('; '))
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  @Override
  public void close() {
    context.close();
  }

  private static final String AXE = axe();

  private static String axe() {
    try (InputStream script = Tab.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
