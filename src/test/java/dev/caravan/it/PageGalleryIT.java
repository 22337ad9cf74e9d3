package dev.caravan.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.SelectOption;
import dev.caravan.it.RunningCaravan.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The gallery of the page in a real browser: what it loads, what it shows, and how to find things.
 */
@NeedsChromium
@ExtendWith(RunningCaravan.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageGalleryIT {

  private static final String TEXT_MODEL = "amazon.nova-lite-v1:0";
  private static final String IMAGE_MODEL = "stability.stable-image-core-v1:1";

  /** As many as the first page has. */
  private static final int FIRST_PAGE = 12;

  private static Chromium chromium;
  private static Tab tab;

  @BeforeAll
  static void startTheBrowser() {
    chromium = Chromium.start();
    tab = Tab.open(chromium);
  }

  @BeforeEach
  void visit(Running caravan) {
    tab.visit(caravan.api().base());
  }

  @AfterAll
  static void stopTheBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  /** First, because the gallery must contain pictures only. */
  @Test
  @Order(1)
  void the_first_screen_shows_pictures_and_loads_little(Running caravan) {
    // One visitor is measured; this tab would load the same pictures at the same time.
    tab.page().navigate("about:blank");
    IntStream.range(0, FIRST_PAGE + 1).forEach(n -> made(caravan, IMAGE_MODEL, "picture " + n));
    try (Tab visitor = Tab.open(chromium)) {
      Transfer loaded = Transfer.of(visitor.page());
      visitor.visit(caravan.api().base());
      assertThat(visitor.cards()).hasCount(FIRST_PAGE);
      visitor.page().waitForLoadState(LoadState.NETWORKIDLE);
      assertThat(visitor.cards().nth(3).locator("img.there")).isInViewport();

      assertThat(loaded.bytes()).isBetween(50_000L, 400_000L);
      for (int width : List.of(1280, 390)) {
        visitor.look(width, ColorScheme.LIGHT);
        Locator first = visitor.cards().first().locator("img");
        assertThat(first).isInViewport();
        assertThat(first).hasAttribute("src", Pattern.compile("\\?width=(320|640)$"));
        assertThat(first.boundingBox().y).as("at %d px", width).isLessThan(720);
      }
      assertThat(visitor.complaints()).isEmpty();
    }
  }

  @Test
  @Order(2)
  void pictures_are_found_behind_many_texts_and_texts_are_not_loaded_before_they_are_near(
      Running caravan) {
    made(caravan, IMAGE_MODEL, "the picture before all texts");
    IntStream.range(0, 60).forEach(n -> made(caravan, TEXT_MODEL, "text " + n));
    List<String> contents = new ArrayList<>();
    Consumer<Request> count =
        request -> {
          if (request.url().contains("/content")) {
            contents.add(request.url());
          }
        };
    tab.page().onRequest(count);
    tab.page().reload();
    assertThat(tab.cards()).hasCount(FIRST_PAGE);
    tab.button("Show older").press("Enter");
    assertThat(tab.cards()).hasCount(FIRST_PAGE + 48);
    assertThat(tab.cards().nth(FIRST_PAGE).locator(".writing")).containsText("text");
    assertThat(contents).hasSizeLessThan(40);

    tab.page().getByText("Search and filters").press("Enter");
    tab.page().getByLabel("Show", exactly()).selectOption("image");

    assertThat(tab.cards().first()).containsText("the picture before all texts");
    assertThat(tab.cards().locator(".writing")).hasCount(0);
    assertThat(tab.page()).hasURL(Pattern.compile("\\?kind=image$"));
    tab.page().offRequest(count);
    tab.page().goBack();
    assertThat(tab.cards().first()).containsText("text 59");
    assertThat(tab.page().getByLabel("Show", exactly())).hasValue("");
  }

  @Test
  void a_selection_has_an_address_that_others_can_open(Running caravan) {
    caravan.bedrockShould("{\"action\":\"block\",\"match\":{\"prompt\":\"forbidden\"}}");
    made(caravan, TEXT_MODEL, "a Heron in the mist");
    made(caravan, TEXT_MODEL, "a heron that is forbidden");
    made(caravan, TEXT_MODEL, "something else");
    tab.page().reload();
    tab.page().getByText("Search and filters").click();
    tab.page().getByLabel("Prompt contains").fill("HERON");
    tab.page().keyboard().press("Enter");
    assertThat(tab.cards()).hasCount(2);
    tab.page().getByLabel("Status", exactly()).selectOption(new SelectOption().setLabel("Failed"));
    assertThat(tab.cards()).hasCount(1);
    tab.page().getByLabel("Made by").selectOption(new SelectOption().setLabel("Amazon Nova Lite"));
    assertThat(tab.page()).hasURL(Pattern.compile("\\?text=HERON&status=failed&model=amazon"));

    try (Tab other = Tab.open(chromium)) {
      other.visit(caravan.api().base());
      other.go(tab.page().url().substring(caravan.api().base().length()));
      assertThat(other.cards()).hasCount(1);
      assertThat(other.cards().first()).containsText("a heron that is forbidden");
      assertThat(other.page().getByLabel("Prompt contains")).hasValue("HERON");
      assertThat(other.barriers()).isEmpty();
      other.look(320, ColorScheme.DARK);
      assertThat(other.barriers()).isEmpty();
      assertThat((Boolean) other.page().evaluate("document.documentElement.scrollWidth <= 320"))
          .isTrue();

      // The detail view of a selection keeps it.
      other.cards().first().locator("a").press("Enter");
      other.sees(other.dialog(), "forbidden");
      other.page().keyboard().press("Escape");
      assertThat(other.page()).hasURL(Pattern.compile("\\?text=HERON&status=failed&model=amazon"));
      other.button("Clear").press("Enter");
      assertThat(other.cards()).hasCount(FIRST_PAGE);
      assertThat(other.page()).hasURL(caravan.api().base() + "/");
      assertThat(other.complaints()).isEmpty();
    }
  }

  @Test
  void a_search_without_a_match_says_so(Running caravan) {
    tab.go("/?text=no+prompt+has+these+words");

    tab.sees(tab.page().locator("#nothing"), "Nothing matches.");
    assertThat(tab.cards()).hasCount(0);
    assertThat(tab.page().locator("#ideas")).isHidden();
  }

  @Test
  void prompts_of_others_appear_by_themselves_and_in_order(Running caravan) {
    made(caravan, TEXT_MODEL, "before the visit");
    tab.page().reload();
    assertThat(tab.cards().first()).containsText("before the visit");
    made(caravan, TEXT_MODEL, "first of two others");
    made(caravan, TEXT_MODEL, "second of two others");

    assertThat(tab.cards().nth(0)).containsText("second of two others");
    assertThat(tab.cards().nth(1)).containsText("first of two others");
    assertThat(tab.cards().nth(2)).containsText("before the visit");
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void a_prompt_that_waits_is_cancelled_without_a_call(Running caravan) {
    try (HeldQueue held = HeldQueue.of(caravan.service().context())) {
      tab.generate("on second thought");
      tab.sees(tab.latest(), "Waiting in the queue");
      tab.button("Cancel").press("Enter");

      tab.sees(tab.latest(), "No model was called");
      assertThat(tab.cards().first()).containsText("Cancelled");
      assertThat(tab.button("Cancel")).hasCount(0);
    }
    await().until(() -> caravan.queues().size() == 0);
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void a_deletion_is_confirmed_and_the_next_one_gets_the_focus(Running caravan) {
    made(caravan, TEXT_MODEL, "stays");
    String id = made(caravan, TEXT_MODEL, "goes");
    tab.page().reload();
    tab.cards().first().locator("a").press("Enter");
    Locator delete = tab.page().locator("#detail button", withText("Delete"));
    delete.press("Enter");
    Locator question = tab.page().locator("#confirm");
    tab.sees(question, "Delete this text?");
    assertThat(question.getByText("Keep it")).isFocused();
    assertThat(tab.barriers()).isEmpty();
    tab.page().keyboard().press("Enter");
    assertThat(question).isHidden();
    assertThat(delete).isFocused();
    assertThat(caravan.api().get("/generations/" + id + "/content").status()).isEqualTo(200);

    delete.press("Enter");
    // A press does not wait until the button is there.
    assertThat(question.getByText("Keep it")).isFocused();
    question.getByText("Delete", exactText()).press("Enter");

    assertThat(tab.page().locator("#detail")).isHidden();
    assertThat(tab.page().locator("#card-" + id)).hasCount(0);
    assertThat(tab.cards().first()).containsText("stays");
    assertThat(tab.cards().first().locator("a")).isFocused();
    assertThat(caravan.api().get("/generations/" + id + "/content").status()).isEqualTo(410);
    tab.page().reload();
    assertThat(tab.cards().first()).containsText("stays");
    tab.go("/#" + id);
    tab.sees(tab.dialog(), "The result was deleted");
    assertThat(tab.complaints()).isEmpty();
  }

  private static Page.LocatorOptions withText(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  private static Locator.GetByTextOptions exactText() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  @Test
  void the_cost_of_today_is_next_to_the_price(Running caravan) {
    made(caravan, TEXT_MODEL, "costs a little");
    tab.page().reload();

    assertThat(tab.page().locator("#today")).hasText(Pattern.compile("· Today: \\$\\d"));
  }

  @Test
  void a_link_a_prompt_an_id_and_a_text_can_be_copied(Running caravan) {
    String id = made(caravan, TEXT_MODEL, "copy this");
    tab.go("/#" + id);
    tab.sees(tab.dialog(), "copy this");

    assertThat(copied("Copy link")).isEqualTo(caravan.api().base() + "/#" + id);
    assertThat(copied("Copy prompt")).isEqualTo("copy this");
    assertThat(copied("Copy id")).isEqualTo(id);
    assertThat(copied("Copy text"))
        .isEqualTo(caravan.api().get("/generations/" + id + "/content").text());
  }

  private static String copied(String button) {
    tab.page().evaluate("navigator.clipboard.writeText('nothing')");
    tab.dialog().getByLabel(button, new Locator.GetByLabelOptions().setExact(true)).press("Enter");
    return await()
        .pollInSameThread()
        .until(
            () -> (String) tab.page().evaluate("navigator.clipboard.readText()"),
            text -> !text.equals("nothing"));
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  /** Generates something through the API and returns its id. */
  private static String made(Running caravan, String model, String prompt) {
    String body =
        JsonNodeFactory.instance.objectNode().put("prompt", prompt).put("model", model).toString();
    return caravan.api().generate(body).json().path("id").asText();
  }
}
