package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.InvalidPromptException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {

  private static final String GOOD =
      """
      default: a.painter
      models:
        - id: a.painter
          name: Painter
          family: stability
          region: us-west-2
          limits:
            promptCharacters: 100
            seed: { min: 0, max: 9 }
            aspectRatios: ["1:1", "16:9"]
          defaults: { aspectRatio: "1:1", format: png }
          price: { image: 0.04 }
          lifecycle: { state: active }
          fallback: a.writer
        - id: a.writer
          name: Writer
          family: converse
          region: us-east-1
          limits: { promptCharacters: 200, outputTokens: 50 }
          price: { inputTokens: 0.00006, outputTokens: 0.00024 }
          lifecycle: { state: legacy, endOfLife: "2026-12-31", replacement: a.painter }
      """;

  @Test
  void the_catalogue_that_comes_with_caravan_loads() {
    Catalogue catalogue = Catalogue.read("routes/models.yaml");

    assertThat(catalogue.defaultModel().id()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(catalogue.defaultModel().lifecycle().state()).isEqualTo(Lifecycle.State.ACTIVE);
    assertThat(catalogue.models())
        .extracting(model -> model.family().id())
        .contains("stability", "amazon-image", "converse");
  }

  @Test
  void what_comes_with_caravan_is_complete_for_each_family() {
    assertThat(Catalogue.read("routes/models.yaml").models())
        .allSatisfy(
            model -> {
              assertThat(model.limits().promptCharacters()).isPositive();
              if (model.family().isText()) {
                assertThat(model.limits().outputTokens()).isPositive();
                assertThat(model.price().inputTokens()).isPositive();
                assertThat(model.price().outputTokens()).isPositive();
              } else {
                assertThat(model.price().image()).isPositive();
                assertThat(model.limits().ratios()).contains(model.defaults().aspectRatio());
                assertThat(model.limits().seed().max()).isPositive();
              }
            });
  }

  @Test
  void a_fallback_that_comes_with_caravan_can_be_used() {
    Catalogue catalogue = Catalogue.read("routes/models.yaml");

    assertThat(catalogue.models())
        .filteredOn(model -> model.fallback() != null)
        .isNotEmpty()
        .allSatisfy(
            model -> {
              Model fallback = catalogue.find(model.fallback());
              assertThat(fallback.id()).isNotEqualTo(model.id());
              assertThat(fallback.lifecycle().isOverAt(LocalDate.parse("2026-11-01"))).isFalse();
            });
  }

  @Test
  void every_fact_of_an_entry_is_read() {
    Model writer = Catalogue.parse("models.yaml", GOOD).find("a.writer");

    assertThat(writer.name()).isEqualTo("Writer");
    assertThat(writer.family()).isEqualTo(new ConverseFamily());
    assertThat(writer.region()).isEqualTo("us-east-1");
    assertThat(writer.limits()).isEqualTo(new Model.Limits(200, 0, null, null, null, 50, null));
    assertThat(writer.price().inputTokens()).isEqualByComparingTo("0.00006");
    assertThat(writer.price().outputTokens()).isEqualByComparingTo("0.00024");
    assertThat(writer.price().image()).isNull();
    assertThat(writer.lifecycle())
        .isEqualTo(
            new Lifecycle(Lifecycle.State.LEGACY, LocalDate.parse("2026-12-31"), "a.painter"));
    assertThat(writer.defaults()).isEqualTo(Model.Defaults.NONE);
    assertThat(writer.fallback()).isNull();
  }

  @Test
  void an_answer_may_have_25_mb_unless_the_entry_says_otherwise() {
    String other = GOOD.replace("outputTokens: 50", "outputTokens: 50, answerBytes: 7");

    assertThat(Catalogue.parse("f", GOOD).find("a.painter").limits().answerBytes())
        .isEqualTo(25_000_000);
    assertThat(Catalogue.parse("f", other).find("a.writer").limits().answerBytes()).isEqualTo(7);
  }

  @Test
  void sizes_are_read_in_their_order() {
    Model nova = Catalogue.read("routes/models.yaml").find("amazon.nova-canvas-v1:0");

    assertThat(nova.limits().sizes())
        .containsAllEntriesOf(Map.of("1:1", "1024x1024", "16:9", "1280x720"));
    assertThat(nova.limits().ratios()).startsWith("1:1", "16:9");
  }

  @Test
  void a_prompt_that_names_no_model_gets_the_default() {
    Catalogue catalogue = Catalogue.parse("models.yaml", GOOD);

    assertThat(catalogue.find(null)).isEqualTo(catalogue.defaultModel());
    assertThat(catalogue.defaultModel().id()).isEqualTo("a.painter");
  }

  @Test
  void a_catalogue_that_becomes_another_keeps_what_was_accepted_and_offers_it_no_more() {
    Catalogue catalogue = Catalogue.parse("models.yaml", GOOD);

    catalogue.become(
        Catalogue.parse(
            "models.yaml",
            GOOD.substring(0, GOOD.indexOf("  - id: a.writer"))
                .replace("fallback: a.writer", "")
                .replace("a.painter", "a.drawer")));

    assertThat(catalogue.models()).extracting(Model::id).containsExactly("a.drawer");
    assertThat(catalogue.defaultModel().id()).isEqualTo("a.drawer");
    assertThat(catalogue.accepted("a.writer").name()).isEqualTo("Writer");
    // The record of a prompt that was refused before its first attempt has no model.
    assertThat(catalogue.accepted(null).id()).isEqualTo("a.drawer");
    assertThatThrownBy(() -> catalogue.find("a.writer")).isInstanceOf(InvalidPromptException.class);
  }

  @Test
  void an_unknown_model_is_refused_with_those_that_are_known_and_without_its_own_name() {
    assertThatThrownBy(() -> Catalogue.parse("models.yaml", GOOD).find("a.sculptor\n"))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("it has a.painter, a.writer.")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sculptor"));
  }

  @Test
  void the_models_stand_in_the_order_of_the_file() {
    assertThat(Catalogue.parse("models.yaml", GOOD).models())
        .extracting(Model::id)
        .containsExactly("a.painter", "a.writer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // found | put in its place | model | field or word of the message
        "family: stability | family: stabilty | a.painter | family",
        "family: stability | family: stabilty | a.painter | stability, amazon-image and converse",
        "family: stability | genre: stability | a.painter | family",
        "name: Painter | nme: Painter | a.painter | name",
        "lifecycle: { state: active } | lifecycle: { state: active, since: 2020 } | a.painter | lifecycle.since",
        "promptCharacters: 100 | promptCharacters: many | a.painter | limits.promptCharacters",
        "promptCharacters: 100 | charactersOfPrompt: 100 | a.painter | limits.promptCharacters",
        "seed: { min: 0, max: 9 } | seeds: { min: 0, max: 9 } | a.painter | limits.seeds",
        "outputTokens: 50 | outputTokens: 50, answerBytes: 0 | a.writer | limits.answerBytes: must be from 1 to 1000000000",
        "outputTokens: 50 | outputTokens: 50, answerBytes: 2000000000 | a.writer | limits.answerBytes",
        "outputTokens: 50 | outputTokens: 50, answerBytes: -1 | a.writer | limits.answerBytes",
        "outputTokens: 50 | outputTokens: 50, answerBytes: 3000000000 | a.writer | answerBytes",
        "price: { image: 0.04 } | price: { image: cheap } | a.painter | price.image",
        "seed: { min: 0, max: 9 } | seed: { min: 0, max: most } | a.painter | limits.seed.max",
        "lifecycle: { state: active } | lifecycle: { state: alive } | a.painter | lifecycle.state",
        "endOfLife: \"2026-12-31\" | endOfLife: \"31.12.2026\" | a.writer | endOfLife",
        "endOfLife: \"2026-12-31\" | endOfLife: \"2026-02-30\" | a.writer | endOfLife",
        "fallback: a.writer | fallback: a.poet | a.painter | fallback a.poet",
        "id: a.writer | id: a.painter | a.painter | is listed twice",
      })
  void a_wrong_entry_is_refused_and_the_message_names_file_model_and_field(
      String found, String wrong, String model, String says) {
    assertThat(GOOD).contains(found);

    assertThatThrownBy(() -> Catalogue.parse("my/models.yaml", GOOD.replace(found, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("my/models.yaml: ")
        .hasMessageContaining(model)
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @CsvSource({"name", "family", "region", "limits", "price", "lifecycle"})
  void an_entry_without_a_field_that_must_be_there_is_refused_by_the_fields_name(String field) {
    String without =
        "default: m\nmodels:\n  - { id: m, name: M, family: converse, region: r,"
            + " limits: {promptCharacters: 1, outputTokens: 1},"
            + " price: {inputTokens: 1, outputTokens: 1}, lifecycle: {state: active} }\n";
    assertThat(Catalogue.parse("f", without).models()).hasSize(1);

    String missing = without.replaceAll(" " + field + ": (\\{[^}]*}|\\w+),? ?", " ");

    assertThatThrownBy(() -> Catalogue.parse("f", missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("f: model m: ")
        .hasMessageContaining("'" + field + "'");
  }

  @Test
  void a_field_that_nobody_knows_is_refused() {
    assertThatThrownBy(
            () -> Catalogue.parse("f", GOOD.replace("name: Painter", "name: P\n    zone: a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("f: model a.painter: zone: ");
  }

  @Test
  void an_entry_without_an_id_is_refused() {
    assertThatThrownBy(() -> Catalogue.parse("f", GOOD.replace("id: a.painter", "ide: a.painter")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("f: model (no id): ");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"default: a.sculptor,a.sculptor", "`default: `,``", "defalt: a.painter,``"})
  void a_default_that_is_none_of_the_models_is_refused(String line, String shown) {
    assertThatThrownBy(() -> Catalogue.parse("f", GOOD.replace("default: a.painter", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("f: the default \"")
        .hasMessageContaining(shown)
        .hasMessageContaining("is not the id of a model in this file");
  }

  @Test
  void what_is_not_yaml_is_refused_with_the_place() {
    assertThatThrownBy(() -> Catalogue.parse("my/models.yaml", "models: [\n  - }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("my/models.yaml is not YAML: ")
        .hasMessageContaining("line 2");
  }

  @Test
  void a_field_that_stands_twice_in_an_entry_is_refused() {
    assertThatThrownBy(
            () -> Catalogue.parse("f", GOOD.replace("name: Painter", "name: A\n    name: B")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }

  @Test
  void an_empty_file_is_refused() {
    for (String empty : new String[] {"", "# nothing\n", "models: []", "[]"}) {
      assertThatThrownBy(() -> Catalogue.parse("f", empty))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("f: ");
    }
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatThrownBy(() -> Catalogue.read("no/such/models.yaml"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no/such/models.yaml")
        .hasMessageContaining("working directory");
  }

  @Test
  void a_file_may_be_named_as_camel_names_files() {
    assertThat(Catalogue.read("file:" + Path.of("routes/models.yaml").toAbsolutePath()).models())
        .isNotEmpty();
  }
}
