package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmazonImageFamilyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 1, 2};
  private static final String ALL =
      "All of the generated images have been blocked by our content filters.";
  private static final String SOME =
      "Some of the generated images have been blocked by our content filters.";

  private final AmazonImageFamily family = new AmazonImageFamily();
  private final Model nova = Catalogue.read("routes/models.yaml").find("amazon.nova-canvas-v1:0");

  @Test
  void a_request_with_everything_is_what_the_documentation_shows() throws JsonProcessingException {
    Prompt prompt = new Prompt("a lake 🏔", null, null, null, "people", null);

    JsonNode body = family.body(generation(prompt).accepted(nova.id(), "16:9", 12L), nova);

    assertThat(JSON.readTree(body.toString()))
        .isEqualTo(
            JSON.readTree(
                """
                {"taskType": "TEXT_IMAGE",
                 "textToImageParams": {"text": "a lake 🏔", "negativeText": "people"},
                 "imageGenerationConfig": {"numberOfImages": 1, "width": 1280, "height": 720,
                   "quality": "standard", "cfgScale": 6.5, "seed": 12}}"""));
  }

  @Test
  void what_neither_prompt_nor_catalogue_says_is_left_to_the_model()
      throws JsonProcessingException {
    Model bare =
        new Model(
            nova.id(),
            nova.name(),
            family,
            nova.region(),
            nova.limits(),
            null,
            nova.price(),
            nova.lifecycle(),
            null);

    JsonNode body =
        family.body(generation(Prompt.of("a lake")).accepted(nova.id(), null, 7L), bare);

    assertThat(JSON.readTree(body.toString()))
        .isEqualTo(
            JSON.readTree(
                """
                {"taskType": "TEXT_IMAGE",
                 "textToImageParams": {"text": "a lake"},
                 "imageGenerationConfig": {"numberOfImages": 1, "seed": 7}}"""));
  }

  @ParameterizedTest
  @CsvSource({
    "amazon.nova-canvas-v1:0, 2:3, 832, 1248",
    "amazon.titan-image-generator-v2:0, 5:3, 1280, 768",
    "amazon.titan-image-generator-v1, 1:1, 1024, 1024"
  })
  void a_ratio_becomes_the_models_own_width_and_height(
      String id, String ratio, int width, int height) {
    Model model = Catalogue.read("routes/models.yaml").find(id);

    JsonNode config =
        family
            .body(generation(Prompt.of("a lake")).accepted(id, ratio, 7L), model)
            .path("imageGenerationConfig");

    assertThat(config.path("width").asInt()).isEqualTo(width);
    assertThat(config.path("height").asInt()).isEqualTo(height);
  }

  @Test
  void a_png_is_decoded() {
    Answer answer = family.read(utf8("{\"images\":[\"" + base64(PNG) + "\"],\"error\":null}"));

    assertThat(answer.bytes()).isEqualTo(PNG);
    assertThat(answer.contentType()).isEqualTo("image/png");
    assertThat(answer.seed()).as("it does not say").isNull();
  }

  @Test
  void a_jpeg_is_told_by_its_bytes() {
    assertThat(family.read(utf8("{\"images\":[\"" + base64(JPEG) + "\"]}")).contentType())
        .isEqualTo("image/jpeg");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"images\":null,\"error\":\"" + ALL + "\"}",
        "{\"images\":[],\"error\":\"" + ALL + "\"}",
        "{\"images\":[null],\"error\":\"" + ALL + "\"}",
        "{\"error\":\"" + ALL + "\"}",
        "{\"images\":[],\"error\":\"" + SOME + "\"}",
        "{\"images\":[],\"error\":\"This image violates our Responsible AI policy.\"}"
      })
  void a_blocked_answer_is_no_result_and_no_failure_of_the_service(String body) {
    assertThatThrownBy(() -> family.read(utf8(body)))
        .isInstanceOf(ContentBlockedException.class)
        .hasMessageStartingWith("The model's filter refused: ");
  }

  @Test
  void where_only_some_were_blocked_the_good_image_is_the_result() {
    byte[] body = utf8("{\"images\":[null,\"" + base64(PNG) + "\"],\"error\":\"" + SOME + "\"}");

    assertThat(family.read(body).bytes()).isEqualTo(PNG);
  }

  @Test
  void of_several_images_the_first_is_the_result() {
    byte[] body = utf8("{\"images\":[\"" + base64(PNG) + "\",\"" + base64(JPEG) + "\"]}");

    assertThat(family.read(body).bytes()).isEqualTo(PNG);
  }

  @Test
  void any_other_error_may_be_tried_again() {
    assertThatThrownBy(
            () -> family.read(utf8("{\"images\":null,\"error\":\"Something went wrong.\"}")))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessage("The model answered with an error: Something went wrong.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"images\":[]}",
        "{\"images\":null,\"error\":null}",
        "{\"images\":[\"\"]}",
        "{\"error\":{\"code\":5}}"
      })
  void a_success_without_an_image_is_none(String body) {
    assertThatThrownBy(() -> family.read(utf8(body)))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessage("The model answered without an image.");
  }

  @Test
  void bytes_that_are_neither_png_nor_jpeg_are_no_image() {
    assertThatThrownBy(() -> family.read(utf8("{\"images\":[\"AAAABBBBCCCC\"]}")))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessageContaining("neither PNG nor JPEG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "<html></html>", "{\"images\":[\"iVBORw0K", "{\"images\""})
  void garbage_is_no_answer(String body) {
    assertThatThrownBy(() -> family.read(utf8(body))).isInstanceOf(ModelAnswerException.class);
  }

  @Property
  void arbitrary_bytes_are_refused_and_nothing_else(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> family.read(bytes)).isInstanceOf(ModelAnswerException.class);
  }

  private static Generation generation(Prompt prompt) {
    return Generation.accepted(new GenerationId("g-1"), Source.HTTP, prompt, null, Instant.EPOCH);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
