package dev.caravan.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' page on the management port, in a real browser. */
@NeedsChromium
@ExtendWith(RunningCaravan.class)
class OperateIT {

  private static final String TEXT =
      "{\"prompt\":\"for operators\",\"model\":\"amazon.nova-lite-v1:0\"}";

  private static Chromium chromium;
  private static Tab tab;

  @BeforeAll
  static void startTheBrowser() {
    chromium = Chromium.start();
    tab = Tab.open(chromium);
  }

  @BeforeEach
  void visit(Running caravan) {
    tab.visit(caravan.management().base(), "/operate");
  }

  @AfterAll
  static void stopTheBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void a_dead_letter_is_redriven_and_another_one_is_discarded(Running caravan) {
    DeadLetterBox box = new DeadLetterBox(caravan);
    String id = box.blocked("harmless after all");
    caravan.queues().send("{\"prompt\":7}");
    box.awaitLetters(2);
    caravan.aws().bedrock().misbehaviour().clear();
    tab.button("Look again").press("Enter");
    tab.sees(tab.page().locator("#reasons"), "INVALID_PROMPT");
    tab.sees(tab.page().locator("#letters"), id);

    tab.button("Redrive the letter " + id).press("Enter");
    tab.sees(tab.dialog(), "Model calls for it cost money again.");
    tab.page().keyboard().press("Escape");
    assertThat(tab.dialog()).isHidden();
    // The list hides letters from other receivers for a moment.
    assertThat(box.lying(true)).isEqualTo(2);
    tab.button("Redrive the letter " + id).press("Enter");
    tab.button("Redrive").press("Enter");

    assertThat(tab.page().locator("#outcome")).hasText("1 redriven.");
    box.awaitState(id, "done");
    assertThat(tab.page().locator("#letters")).not().containsText(id);
    tab.button("Discard all letters with the reason INVALID_PROMPT").click();
    tab.button("Discard").click();
    assertThat(tab.page().locator("#outcome")).hasText("1 discarded.");
    assertThat(tab.page().locator("#letters-count")).hasText("There are no dead letters.");
    assertThat(box.lying(true)).isZero();
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void a_paused_model_shows_what_aws_says_and_the_last_hour_its_times(Running caravan) {
    caravan.api().generate(TEXT);
    caravan.bedrockShould("{\"action\":\"denied\",\"match\":{\"model\":\"stability.*\"}}");
    caravan.api().generate("{\"prompt\":\"not for us\",\"model\":\"stability.sd3-5-large-v1:0\"}");
    tab.page().reload();

    Locator paused = row("#lanes", "stability.sd3-5-large-v1:0");
    assertThat(paused).containsText("Paused");
    assertThat(paused).containsText("AccessDeniedException: ");
    assertThat(row("#lanes", "amazon.nova-lite-v1:0")).containsText("Open");
    assertThat(row("#hour", "By HTTP")).containsText(Pattern.compile("\\d (m?s|min)"));
    assertThat(row("#queue", "Waiting")).containsText("0");
    assertThat(tab.page().locator("#budget")).containsText("CARAVAN_BUDGET_USD_PER_DAY");
    for (int width : List.of(1280, 640, 320)) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        tab.look(width, scheme);
        assertThat(tab.barriers()).as("%s at %d px", scheme, width).isEmpty();
        assertThat(
                (Boolean) tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .as("fits into %d px", width)
            .isTrue();
      }
    }
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void a_rejected_change_and_a_budget_are_shown_and_a_stop_of_the_service_too(
      Running caravan, @TempDir Path folder) throws Exception {
    try (var files = Files.list(Path.of("routes"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Map<String, String> settings = new HashMap<>(Running.settings(caravan.aws()));
    settings.put("caravan.routes.reload", "true");
    settings.put("caravan.budget.usd-per-day", "10");
    try (Service service = Service.start(folder, settings)) {
      tab.visit("http://127.0.0.1:" + service.managementPort(), "/operate");
      assertThat(row("#routes", "http-generate")).containsText("http.camel.yaml");
      tab.sees(tab.page().locator("#budget"), "of $10.00 spent");

      Files.writeString(folder.resolve("page.camel.yaml"), "- route:\n    id: 7: 8\n");

      tab.sees(tab.page().locator("#rejection"), "The last change was rejected");
      assertThat(row("#rejection", "page.camel.yaml")).hasCount(1);
    }
    tab.sees(tab.page().locator("#trouble"), "The service can't be reached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/operate/operate.html", "/operate/..%2fopenapi.json", "/operate/no.js"})
  void nothing_else_is_served(String path, Running caravan) {
    assertThat(caravan.management().get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/operate", "/operate/state", "/operate/operate.js"})
  void the_port_of_the_api_has_no_such_page(String path, Running caravan) {
    assertThat(caravan.api().get(path).status()).isEqualTo(404);
    assertThat(caravan.management().get(path).status()).isEqualTo(200);
  }

  private static Locator row(String part, String head) {
    return tab.page()
        .locator(part + " tbody tr")
        .filter(new Locator.FilterOptions().setHasText(head))
        .first();
  }
}
