package dev.caravan.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import com.microsoft.playwright.options.WaitUntilState;
import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.LocalBedrockOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page at {@code /} in a real browser: type a prompt, wait, see the result. */
@NeedsChromium
@ExtendWith(RunningCaravan.class)
class PageIT {

  private static final String TEXT_MODEL = "Amazon Nova Lite";

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

  @Test
  void a_typed_prompt_shows_its_picture_and_its_facts(Running caravan) throws Exception {
    tab.page().getByText("16:9").click();
    tab.generate("A lighthouse, it's late");

    tab.seesPicture(tab.latest());
    assertThat(tab.fact(tab.latest(), "Model")).hasText("Stable Image Core");
    assertThat(tab.fact(tab.latest(), "Cost")).hasText("$0.04");
    assertThat(tab.fact(tab.latest(), "Shape")).containsText(Pattern.compile("16:9 · \\d+ × \\d+"));
    assertThat(tab.fact(tab.latest(), "Took")).containsText(" s");
    assertThat(tab.fact(tab.latest(), "In S3"))
        .containsText("s3://" + caravan.aws().bucket() + "/images/");
    assertThat(tab.page().getByRole(AriaRole.STATUS)).containsText("Done: a picture for");
    assertThat(tab.cards().first()).containsText("A lighthouse, it's late");
    tab.latest().getByText("Copy as curl").click();
    assertThat(tab.latest().getByText("Copied")).isVisible();
    assertThat(clipboard()).contains("\"aspectRatio\":\"16:9\"", "\"seed\":");

    String id = tab.cards().first().locator("a").getAttribute("href").substring(1);
    tab.go("/generations/" + id + "/content");
    assertThat(tab.page().evaluate("document.contentType")).isEqualTo("image/png");
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void a_text_is_shown_as_text_and_can_be_repeated_with_curl(Running caravan) throws Exception {
    tab.choose(TEXT_MODEL);
    assertThat(tab.page().getByText("Shape")).isHidden();
    tab.generate("a haiku, it's about \"snow\"");

    assertThat(tab.latest().getByRole(AriaRole.REGION)).containsText("a haiku, it's");
    assertThat(tab.fact(tab.latest(), "In S3")).containsText("/texts/");
    assertThat(tab.cards().first().locator(".writing")).containsText("a haiku, it's");
    assertThat(tab.complaints()).isEmpty();

    tab.latest().getByText("Copy as curl").click();
    assertThat(tab.latest().getByText("Copied")).isVisible();
    List<String> arguments = argumentsOfCurl(clipboard());
    assertThat(arguments)
        .hasSize(7)
        .startsWith("-X", "POST", caravan.api().base() + "/generate")
        .contains("-H", "Content-Type: application/json", "-d");
    String again = caravan.api().generate(arguments.get(6)).json().path("id").asText();
    assertThat(caravan.api().get("/generations/" + again).json().at("/prompt/text").asText())
        .isEqualTo("a haiku, it's about \"snow\"");
  }

  @Test
  void a_blocked_prompt_says_why_and_can_be_changed(Running caravan) {
    caravan.bedrockShould("{\"action\":\"block\",\"match\":{\"prompt\":\"forbidden\"}}");
    tab.choose(TEXT_MODEL);
    tab.generate("something forbidden");

    tab.sees(tab.latest(), "Refused by the model's filter");
    tab.sees(tab.latest(), "Change the prompt");
    tab.sees(tab.latest(), "CONTENT_BLOCKED");
    // The detail of the service says the same as the title and one word more.
    assertThat(tab.latest().locator(".detail")).hasText("guardrail_intervened");
    assertThat(tab.fact(tab.latest(), "Id")).containsText("key-");
    assertThat(tab.fact(tab.latest(), "Tries")).hasText("1, with 1 model call");
    assertThat(tab.fact(tab.latest(), "Cost")).containsText("$0.0");
    assertThat(tab.fact(tab.latest(), "Failed")).hasCount(1);
    assertThat(tab.fact(tab.latest(), "Made")).hasCount(0);
    assertThat(tab.page().getByRole(AriaRole.STATUS)).containsText("Failed");
    assertThat(tab.cards().first()).containsText("Refused by the model's filter");

    tab.button("Change and try again").click();
    assertThat(tab.page().locator("#prompt")).hasValue("something forbidden");
    assertThat(tab.page().locator("#prompt")).isFocused();
  }

  @Test
  void an_invalid_prompt_shows_its_error_below_the_prompt_field(Running caravan) {
    tab.button("Generate").click();
    assertThat(tab.page().locator("#prompt-error")).containsText("Enter a prompt");

    tab.page().locator("#prompt").fill("a bell \u0007");
    tab.page().keyboard().press("Control+Enter");
    assertThat(tab.page().locator("#prompt-error")).containsText("U+0007");
    assertThat(tab.page().locator("#prompt")).hasAttribute("aria-invalid", "true");
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"**/models", "**/page/app.js"})
  void a_prompt_that_is_sent_before_the_page_has_loaded_is_kept_and_sent_later(
      String late, Running caravan) {
    Deque<Route> held = new ArrayDeque<>();
    tab.page().route(late, held::add);
    try {
      tab.page().navigate(caravan.api().base(), onceItIsThere());
      tab.generate("typed early");
      tab.page().waitForCondition(() -> !held.isEmpty());
      assertThat(tab.page()).hasURL(caravan.api().base() + "/");
      assertThat(tab.page().locator("#prompt")).hasValue("typed early");
      assertThat(caravan.aws().bedrock().calls()).isEmpty();

      held.forEach(Route::resume);

      tab.seesPicture(tab.latest());
      assertThat(tab.cards().first()).containsText("typed early");
      assertThat(tab.page()).hasURL(caravan.api().base() + "/");
      assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    } finally {
      tab.page().unroute(late);
    }
  }

  /** The document is there; its modules may not be. */
  private static Page.NavigateOptions onceItIsThere() {
    return new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT);
  }

  @Test
  void models_that_can_not_be_read_at_first_are_read_later(Running caravan) {
    tab.page().route("**/models", Route::abort, new Page.RouteOptions().setTimes(1));
    tab.page().reload();
    tab.sees(tab.page().locator("#composer"), "The service can't be reached. Trying again");
    tab.page().locator("#prompt").fill("patience");

    assertThat(tab.page().locator("#composer-note")).isHidden();
    assertThat(tab.page().locator("#prompt")).hasValue("patience");
    assertThat(tab.page().getByLabel("Model", exactly())).hasValue(Pattern.compile("stable-image"));
  }

  @Test
  void a_bad_seed_is_marked_at_the_seed_until_it_is_corrected(Running caravan) {
    Locator seed = tab.page().getByLabel("Seed", exactly());
    tab.page().locator("#prompt").fill("a prompt without an error");
    tab.page().getByText("More", new Page.GetByTextOptions().setExact(true)).click();
    seed.fill("minus one");
    seed.press("Enter");

    assertThat(seed).hasAttribute("aria-invalid", "true");
    assertThat(seed).isFocused();
    assertThat(tab.page().locator("#seed-error")).containsText("whole number from 0");
    assertThat(tab.page().locator("#prompt")).hasAttribute("aria-invalid", "false");
    assertThat(tab.page().locator("#prompt-error")).isHidden();

    seed.fill("1");
    assertThat(seed).hasAttribute("aria-invalid", "false");
    assertThat(tab.page().locator("#seed-error")).isHidden();
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void what_is_typed_survives_a_reload(Running caravan) {
    tab.choose("Stable Image Ultra");
    tab.page().getByText("16:9").click();
    tab.page().locator("#prompt").pressSequentially("not sent yet");

    tab.page().reload();

    assertThat(tab.page().locator("#prompt")).hasValue("not sent yet");
    assertThat(tab.page().getByLabel("16:9")).isChecked();
    assertThat(tab.page().getByLabel("Model", exactly()))
        .hasValue("stability.stable-image-ultra-v1:1");
    assertThat(tab.page()).hasURL(caravan.api().base() + "/");
  }

  @Test
  void a_prompt_that_is_used_again_gets_a_new_seed_unless_the_user_wants_the_same(Running caravan)
      throws Exception {
    tab.generate("a walk");
    tab.seesPicture(tab.latest());

    tab.latest().getByText("Use again", textExactly()).click();
    assertThat(tab.page().locator("#prompt")).hasValue("a walk");
    assertThat(tab.page().locator("#seed")).hasValue("");
    tab.button("Generate").press("Enter");
    assertThat(tab.cards().nth(1)).containsText("a walk");
    tab.seesPicture(tab.latest());
    tab.latest().getByText("Use with its seed").click();
    assertThat(tab.page().locator("#seed")).hasValue(Pattern.compile("\\d+"));

    assertThat(caravan.aws().bedrock().calls()).hasSize(2);
  }

  @Test
  void several_pictures_have_seeds_of_their_own_and_a_price_for_all(Running caravan) {
    tab.page().locator("#prompt").fill("four of a kind");
    tab.page().getByText("More", new Page.GetByTextOptions().setExact(true)).press("Enter");
    tab.page().getByLabel("How many").selectOption("2");
    assertThat(tab.page().locator("#price")).hasText("2 pictures, $0.08");
    tab.page().getByLabel("Seed", exactly()).fill("7");
    tab.button("Generate").click();

    assertThat(tab.latest().locator("li")).hasCount(2);
    assertThat(tab.latest().locator("img.there")).hasCount(2);
    assertThat(tab.latest().locator("li").nth(0)).containsText("seed 7");
    assertThat(tab.latest().locator("li").nth(1)).containsText("seed 8");
    tab.latest().locator("li").nth(1).getByText("Details").click();
    assertThat(tab.fact(tab.dialog(), "Seed")).containsText("8");
    tab.dialog().getByText("Variations").click();
    assertThat(tab.dialog()).isHidden();
    assertThat(tab.page().locator("#price")).hasText("4 pictures, $0.16");
    assertThat(tab.page().locator("#seed")).hasValue("");
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void a_text_model_gets_instructions_and_a_picture_model_has_no_field_for_them(Running caravan)
      throws Exception {
    Locator instructions = tab.page().getByLabel("Instructions", exactly());
    tab.page().getByText("More", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(instructions).isHidden();
    tab.choose(TEXT_MODEL);
    instructions.fill("Answer in verse.\nUse two lines.");
    tab.generate("the sea");
    assertThat(tab.fact(tab.latest(), "Instructions")).containsText("Answer in verse.");
    assertThat(record(caravan).at("/prompt/system").asText())
        .isEqualTo("Answer in verse.\nUse two lines.");
    tab.latest().getByText("Copy as curl").click();
    assertThat(tab.latest().getByText("Copied")).isVisible();
    assertThat(clipboard()).contains("\"system\":\"Answer in verse.\\nUse two lines.\"");
    assertNoBarrier(1280, ColorScheme.LIGHT);
    assertNoBarrier(320, ColorScheme.DARK);
    tab.look(1280, ColorScheme.LIGHT);

    instructions.fill("");
    tab.latest().getByText("Use again", textExactly()).click();
    assertThat(instructions).hasValue("Answer in verse.\nUse two lines.");
    tab.choose("Stable Image Core");
    assertThat(instructions).isHidden();
    tab.button("Generate").click();

    // An image model refuses instructions, so the page must not send them.
    tab.seesPicture(tab.latest());
    assertThat(record(caravan).at("/prompt/system").isMissingNode()).isTrue();
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void instructions_count_for_the_limit_of_the_prompt(Running caravan) {
    tab.choose(TEXT_MODEL);
    tab.page().getByText("More", new Page.GetByTextOptions().setExact(true)).click();
    int most = textModel(caravan).path("limits").path("promptCharacters").asInt();
    Locator instructions = tab.page().getByLabel("Instructions", exactly());
    instructions.fill("x".repeat(most - 10));
    tab.generate("twelve chars");
    assertThat(tab.page().locator("#prompt-error"))
        .containsText(
            String.format(Locale.ENGLISH, "this prompt and the instructions have %,d", most + 2));
    assertThat(caravan.aws().bedrock().calls()).isEmpty();

    instructions.fill("short");

    assertThat(tab.page().locator("#prompt-error")).isHidden();
  }

  /** What {@code GET /models} says about the text model. */
  private static JsonNode textModel(Running caravan) {
    for (JsonNode model : caravan.api().get("/models").json().path("models")) {
      if (model.path("name").asText().equals(TEXT_MODEL)) {
        return model;
      }
    }
    throw new AssertionError("no " + TEXT_MODEL);
  }

  /** The record of the newest generation. */
  private static JsonNode record(Running caravan) {
    String id = caravan.api().get("/generations?limit=1").json().at("/generations/0/id").asText();
    return caravan.api().get("/generations/" + id).json();
  }

  @Test
  void two_models_get_the_same_prompt_and_are_shown_side_by_side(Running caravan) {
    tab.page().getByText("More", new Page.GetByTextOptions().setExact(true)).click();
    tab.page()
        .getByLabel("Compare with")
        .selectOption(new SelectOption().setLabel("Stable Image Ultra"));
    assertThat(tab.page().locator("#price")).hasText("2 pictures, $0.12");
    tab.generate("a comparison");

    assertThat(tab.latest().locator("img.there")).hasCount(2);
    assertThat(tab.latest().locator("li").nth(0)).containsText("Stable Image Core");
    assertThat(tab.latest().locator("li").nth(1)).containsText("Stable Image Ultra");
    BoundingBox left = tab.latest().locator("li").nth(0).boundingBox();
    BoundingBox right = tab.latest().locator("li").nth(1).boundingBox();
    assertThat(right.y).isEqualTo(left.y);
    assertThat(right.x).isGreaterThan(left.x);
  }

  @Test
  void the_api_is_described_for_people(Running caravan) {
    tab.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("API")).first().click();

    tab.sees(tab.page().locator("#generateImage"), "Idempotency-Key");
    assertThat(tab.page().locator("section"))
        .hasCount(OpenApi.of(caravan.api()).operations().size());
    assertThat(tab.page().locator("#generateImage pre").first())
        .containsText("curl -X POST " + caravan.api().base() + "/generate");
    assertNoBarrier(1280, ColorScheme.LIGHT);
    assertNoBarrier(320, ColorScheme.DARK);
    assertThat(tab.complaints()).isEmpty();
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Locator.GetByTextOptions textExactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  @Test
  void a_prompt_in_progress_survives_a_reload_and_is_paid_once(Running caravan) {
    try (HeldQueue held = HeldQueue.of(caravan.service().context())) {
      tab.choose(TEXT_MODEL);
      tab.generate("worth waiting for");
      tab.sees(tab.latest(), "Waiting in the queue");

      tab.page().reload();

      tab.sees(tab.latest(), "Waiting in the queue");
    }
    assertThat(tab.latest().getByRole(AriaRole.REGION)).containsText("worth waiting for");
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    assertThat(tab.page().evaluate("sessionStorage.getItem('caravan.jobs')")).isEqualTo("[]");
  }

  @Test
  void a_prompt_in_progress_is_finished_after_the_service_and_the_laptop_aws_have_restarted(
      @TempDir Path data) throws Exception {
    int port;
    LocalAwsOptions ports;
    try (LocalAws before = LocalAws.start(LocalAwsOptions.onFreePorts(data))) {
      before.useInThisJvm();
      ports =
          new LocalAwsOptions(
              before.sqsEndpoint().getPort(),
              before.s3Endpoint().getPort(),
              data,
              before.bucket(),
              LocalBedrockOptions.defaults().withPort(before.bedrockEndpoint().getPort()));
      try (Service service = Service.start(Path.of("routes"), restarting(before, 0))) {
        port = service.httpPort();
        HeldQueue.of(service.context());
        tab.visit("http://127.0.0.1:" + port);
        tab.generate("survives a restart");
        tab.sees(tab.latest(), "Waiting in the queue");
      }
      tab.sees(tab.latest(), "The service can't be reached. Trying again");
    }
    // SQS has lost the message.
    try (LocalAws after = LocalAws.start(ports)) {
      after.useInThisJvm();
      try (Service service = Service.start(Path.of("routes"), restarting(after, port))) {
        // The sweep must first find that the message is lost.
        await().atMost(Duration.ofSeconds(60)).until(() -> after.bedrock().calls().size() == 1);
        tab.seesPicture(tab.latest());
        tab.seesPicture(tab.cards().first());
        assertThat(tab.cards()).hasCount(1);
        assertThat(after.bedrock().calls()).hasSize(1);
      }
    }
  }

  private static Map<String, String> restarting(LocalAws aws, int port) {
    Map<String, String> settings = new HashMap<>(Running.settings(aws));
    settings.put("http.port", String.valueOf(port));
    settings.put("caravan.sweep.seconds", "1");
    return settings;
  }

  @Test
  void the_gallery_loads_page_by_page_and_works_by_keyboard(Running caravan) {
    IntStream.range(0, 13).forEach(n -> text(caravan, "number " + n, Map.of()));
    tab.page().reload();
    assertThat(tab.cards()).hasCount(12);
    assertThat(tab.cards().first()).containsText("number 12");

    tab.button("Show older").press("Enter");

    Locator thirteenth = tab.cards().nth(12);
    assertThat(thirteenth).containsText("number 0");
    assertThat(thirteenth.locator("a")).isFocused();
    thirteenth.locator("a").press("Enter");
    tab.sees(tab.dialog(), "number 0");
    tab.page().keyboard().press("ArrowLeft");
    tab.sees(tab.dialog(), "number 1");
    tab.page().keyboard().press("Escape");
    assertThat(tab.dialog()).isHidden();
    assertThat(tab.cards().nth(11).locator("a")).isFocused();
  }

  @Test
  void the_detail_view_closes_by_every_key_and_by_a_click_anywhere_on_its_button(Running caravan) {
    String newer = text(caravan, "the newer one", Map.of());
    Locator close =
        tab.dialog().getByLabel("Close", new Locator.GetByLabelOptions().setExact(true));
    List<Runnable> ways =
        List.of(
            () -> close.press("Enter"),
            () -> close.press("Space"),
            () -> tab.page().keyboard().press("Escape"),
            () -> close.click(new Locator.ClickOptions().setPosition(3, 20)),
            () -> tab.page().mouse().click(4, 4));
    for (Runnable way : ways) {
      tab.go("/#" + newer);
      tab.sees(tab.dialog(), "the newer one");
      way.run();
      assertThat(tab.dialog()).isHidden();
      assertThat(tab.page()).not().hasURL(Pattern.compile("#"));
    }
    assertThat(tab.page().evaluate("[...document.querySelectorAll('[id]')].length"))
        .isEqualTo(
            tab.page()
                .evaluate(
                    "new Set([...document.querySelectorAll('[id]')].map(one => one.id)).size"));
  }

  @Test
  void the_arrow_keys_reach_the_ends_of_the_gallery_and_return(Running caravan) {
    text(caravan, "first of two", Map.of());
    text(caravan, "second of two", Map.of());
    tab.page().reload();
    tab.cards().nth(1).locator("a").press("Enter");
    tab.sees(tab.dialog(), "first of two");
    tab.button("Newer").press("Enter");
    tab.sees(tab.dialog(), "second of two");

    // The button is disabled now, and a disabled button receives no keys.
    tab.page().keyboard().press("ArrowRight");

    tab.sees(tab.dialog(), "first of two");
  }

  @Test
  void a_hostile_prompt_is_text_wherever_it_shows(Running caravan) {
    Map<String, String> hostile = new LinkedHashMap<>();
    for (String prompt :
        List.of(
            "<img src=x onerror=\"document.title='owned'\">",
            "</script><script>document.title='owned'</script>",
            "\"><svg/onload=document.title='owned'>",
            "javascript:document.title='owned'//${document.title='owned'}")) {
      hostile.put(text(caravan, prompt, Map.of(prompt, prompt)), prompt);
    }
    tab.page().reload();
    hostile.forEach(
        (id, prompt) -> {
          Locator card = tab.page().locator("#card-" + id);
          assertThat(card.locator(".caption")).hasText(prompt);
          assertThat(card.locator(".writing")).containsText(prompt);
          tab.go("/#" + id);
          tab.sees(tab.dialog(), prompt);
          assertThat(tab.fact(tab.dialog(), prompt)).hasText(prompt);
          assertThat(tab.page().locator("img:not(.face)").count()).isZero();
          assertThat(tab.page().title()).isEqualTo("Caravan");
        });
    for (String id : hostile.keySet()) {
      tab.go("/generations/" + id + "/content");
      assertThat(tab.page().evaluate("document.contentType")).isEqualTo("text/plain");
      assertThat(tab.page().title()).doesNotContain("owned");
    }
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void axe_finds_no_barrier_in_either_theme_at_any_width(Running caravan) {
    caravan.bedrockShould("{\"action\":\"block\",\"match\":{\"prompt\":\"forbidden\"}}");
    text(caravan, "a text", Map.of("ticket", "A-1"));
    tab.page().reload();
    tab.choose(TEXT_MODEL);
    tab.generate("something forbidden");
    tab.sees(tab.latest(), "CONTENT_BLOCKED");
    tab.choose("Stable Image Core");
    tab.page().getByText("More", new Page.GetByTextOptions().setExact(true)).click();
    assertNoBarrier(1280, ColorScheme.LIGHT);
    assertNoBarrier(1280, ColorScheme.DARK);
    assertNoBarrier(390, ColorScheme.DARK);
    // The width of a small phone, and half of a screen: a page at 200 %.
    assertNoBarrier(320, ColorScheme.LIGHT);
    assertNoBarrier(640, ColorScheme.DARK);
    tab.cards().nth(1).locator("a").click();
    tab.sees(tab.dialog(), "A-1");
    assertNoBarrier(320, ColorScheme.LIGHT);
    assertNoBarrier(1280, ColorScheme.DARK);
  }

  private static void assertNoBarrier(int width, ColorScheme scheme) {
    tab.look(width, scheme);
    assertThat(tab.barriers()).as("%s at %d px", scheme, width).isEmpty();
    assertThat((Boolean) tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("fits into %d px", width)
        .isTrue();
  }

  @Test
  void the_chosen_theme_persists(Running caravan) {
    tab.button("Dark theme").click();
    tab.page().reload();

    assertThat(tab.button("Dark theme")).hasAttribute("aria-pressed", "true");
    assertThat(tab.page().locator("html")).hasAttribute("data-theme", "dark");
  }

  @Test
  void a_service_with_tokens_asks_for_one_and_keeps_it_in_the_tab(Running caravan) {
    Map<String, String> settings = new HashMap<>(Running.settings(caravan.aws()));
    settings.put("caravan.http.tokens", "two-long-random-words");
    String id = caravan.api().generate("{\"prompt\":\"a garden\"}").json().path("id").asText();
    try (Service fenced = Service.start(Path.of("routes"), settings)) {
      tab.visit("http://127.0.0.1:" + fenced.httpPort());
      assertThatOnlyThePageIsOpen(new Api(fenced.httpPort()));
      tab.sees(tab.page().locator("#door"), "This service requires a token");
      assertThat(tab.barriers()).isEmpty();
      tab.page().getByLabel("Token", new Page.GetByLabelOptions().setExact(true)).fill("a guess");
      tab.button("Sign in").click();
      tab.sees(tab.page().locator("#door"), "The service does not accept this token");

      tab.page()
          .getByLabel("Token", new Page.GetByLabelOptions().setExact(true))
          .fill("two-long-random-words");
      tab.page().keyboard().press("Enter");

      tab.seesPicture(tab.cards().first());
      tab.page().reload();
      tab.seesPicture(tab.cards().first());
      tab.go("/#" + id);
      tab.seesPicture(tab.dialog());
      tab.dialog().getByText("Copy as curl").click();
      assertThat(clipboard()).contains("Bearer $CARAVAN_TOKEN").doesNotContain("two-long");
      assertThat(tab.complaints()).allMatch(complaint -> complaint.contains("401"));
    }
  }

  private static void assertThatOnlyThePageIsOpen(Api api) {
    for (String path : List.of("/", "/page/app.js", "/openapi.json")) {
      assertThat(api.get(path).status()).as(path).isEqualTo(200);
    }
    for (String path : List.of("/models", "/generations", "/page/../models", "//generations")) {
      assertThat(api.get(path).status()).as(path).isEqualTo(401);
    }
    assertThat(OpenApi.of(api).differences("get", "/models", api.get("/models"))).isEmpty();
  }

  /** The arguments that a shell would pass to curl; the tests do not need curl itself. */
  private static List<String> argumentsOfCurl(String command) throws IOException {
    String printed = "curl() { printf '%s\\0' \"$@\"; }\n" + command;
    Process shell = new ProcessBuilder("sh", "-c", printed).start();
    return List.of(
        new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0"));
  }

  private static String clipboard() {
    return (String) tab.page().evaluate("navigator.clipboard.readText()");
  }

  /**
   * Generates a text through the API, with the model that is cheapest to test, and returns its id.
   */
  private static String text(Running caravan, String prompt, Map<String, String> metadata) {
    try {
      String body =
          new ObjectMapper()
              .writeValueAsString(
                  Map.of("prompt", prompt, "model", "amazon.nova-lite-v1:0", "metadata", metadata));
      return caravan.api().generate(body).json().path("id").asText();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
