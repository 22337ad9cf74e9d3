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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;

class StabilityFamilyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 1, 2};

  private final StabilityFamily family = new StabilityFamily();
  private final Model core =
      Catalogue.read("routes/models.yaml").find("stability.stable-image-core-v1:1");

  @Test
  void a_request_with_everything_is_what_the_documentation_shows() throws JsonProcessingException {
    Prompt prompt = new Prompt("a lake 🏔", null, null, null, "people", null);

    JsonNode body = family.body(generation(prompt).accepted(core.id(), "16:9", 4294967294L), core);

    assertThat(JSON.readTree(body.toString()))
        .isEqualTo(
            JSON.readTree(
                """
                {"prompt": "a lake 🏔", "mode": "text-to-image", "aspect_ratio": "16:9",
                 "negative_prompt": "people", "output_format": "png", "seed": 4294967294}"""));
  }

  @Test
  void what_neither_prompt_nor_catalogue_says_is_left_to_the_model()
      throws JsonProcessingException {
    Model bare =
        new Model(
            core.id(),
            core.name(),
            family,
            core.region(),
            core.limits(),
            null,
            core.price(),
            core.lifecycle(),
            null);

    JsonNode body =
        family.body(generation(Prompt.of("a lake")).accepted(core.id(), null, 7L), bare);

    assertThat(JSON.readTree(body.toString()))
        .isEqualTo(
            JSON.readTree("{\"prompt\": \"a lake\", \"mode\": \"text-to-image\", \"seed\": 7}"));
  }

  @Test
  void the_call_names_the_model_and_carries_json() throws Exception {
    InvokeModelRequest request =
        family.request(generation(Prompt.of("山の湖")).accepted(core.id(), "1:1", 7L), core);

    assertThat(request.modelId()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(request.contentType()).isEqualTo("application/json");
    assertThat(request.accept()).isEqualTo("application/json");
    assertThat(JSON.readTree(request.body().asByteArray()).path("prompt").asText())
        .isEqualTo("山の湖");
  }

  @Test
  void a_png_is_decoded_and_its_seed_told() {
    Answer answer =
        family.read(
            utf8(
                "{\"seeds\":[2130420379],\"finish_reasons\":[null],\"images\":[\""
                    + base64(PNG)
                    + "\"]}"));

    assertThat(answer.bytes()).isEqualTo(PNG);
    assertThat(answer.contentType()).isEqualTo("image/png");
    assertThat(answer.seed()).isEqualTo(2130420379L);
    assertThat(answer.usage()).isNull();
  }

  @Test
  void a_jpeg_is_told_by_its_bytes_whatever_was_asked_for() {
    Answer answer = family.read(utf8("{\"images\":[\"" + base64(JPEG) + "\"]}"));

    assertThat(answer.contentType()).isEqualTo("image/jpeg");
    assertThat(answer.bytes()).isEqualTo(JPEG);
    assertThat(answer.seed()).isNull();
  }

  @Test
  void fields_nobody_knows_yet_are_passed_over() {
    Answer answer =
        family.read(
            utf8(
                "{\"usage\":{\"images\":[\"x\"]},\"artifacts\":[[1],{\"seeds\":[3]}],\"images\":[\""
                    + base64(PNG)
                    + "\"],\"seeds\":[4294967294],\"version\":null}"));

    assertThat(answer.bytes()).isEqualTo(PNG);
    assertThat(answer.seed()).isEqualTo(4294967294L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Filter reason: prompt",
        "Filter reason: output image",
        "Filter reason: input image"
      })
  void a_refusal_by_a_filter_is_no_result_and_says_which(String reason) {
    assertThatThrownBy(() -> family.read(utf8("{\"finish_reasons\":[\"" + reason + "\"]}")))
        .isInstanceOf(ContentBlockedException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void a_refusal_counts_even_where_an_image_came_with_it() {
    assertThatThrownBy(
            () ->
                family.read(
                    utf8(
                        "{\"images\":[\""
                            + base64(PNG)
                            + "\"],\"seeds\":[1],\"finish_reasons\":[\"Filter reason: output"
                            + " image\"]}")))
        .isInstanceOf(ContentBlockedException.class);
  }

  @Test
  void an_inference_error_may_be_tried_again() {
    assertThatThrownBy(() -> family.read(utf8("{\"finish_reasons\":[\"Inference error\"]}")))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessage("The model ended with \"Inference error\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"images\":[]}",
        "{\"images\":null}",
        "{\"images\":[null]}",
        "{\"images\":[\"\"]}",
        "{\"images\":\"iVBORw0KGgo=\"}",
        "{\"images\":[],\"seeds\":[],\"finish_reasons\":[null]}"
      })
  void a_success_without_an_image_is_none(String body) {
    assertThatThrownBy(() -> family.read(utf8(body)))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessage("The model answered without an image.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "\"x\"", "<html><body><h1>It works!</h1></body></html>"})
  void what_is_not_an_object_is_no_answer(String body) {
    assertThatThrownBy(() -> family.read(utf8(body))).isInstanceOf(ModelAnswerException.class);
  }

  @Test
  void bytes_that_are_neither_png_nor_jpeg_are_no_image() {
    String gif = base64("GIF89a and so on".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> family.read(utf8("{\"images\":[\"" + gif + "\"]}")))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessage("The model's image of 16 bytes is neither PNG nor JPEG.");
  }

  @Test
  void a_signature_without_a_picture_behind_it_is_no_image() {
    String signature = base64(Arrays.copyOf(PNG, 8));

    assertThatThrownBy(() -> family.read(utf8("{\"images\":[\"" + signature + "\"]}")))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessageContaining("8 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iVBORw0KGg", "iVBORw0KGgo=*", "not base64!", "iVBORw0KGgoAA"})
  void base64_that_was_cut_or_spoilt_is_no_image(String image) {
    assertThatThrownBy(() -> family.read(utf8("{\"images\":[\"" + image + "\"]}")))
        .isInstanceOf(ModelAnswerException.class);
  }

  @Property
  void an_answer_that_was_cut_anywhere_is_never_taken_for_a_result(
      @ForAll @IntRange(min = 0, max = 66) int length) {
    byte[] whole =
        utf8("{\"seeds\":[7],\"finish_reasons\":[null],\"images\":[\"" + base64(PNG) + "\"]}");

    byte[] cut = Arrays.copyOf(whole, length);

    assertThat(cut).hasSizeLessThan(whole.length);
    assertThatThrownBy(() -> family.read(cut)).isInstanceOf(ModelAnswerException.class);
  }

  @Property
  void arbitrary_bytes_are_refused_and_nothing_else(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> family.read(bytes)).isInstanceOf(ModelAnswerException.class);
  }

  @Test
  void an_image_of_many_megabytes_comes_through_whole() {
    byte[] huge = new byte[18_000_000];
    new Random(1).nextBytes(huge);
    System.arraycopy(PNG, 0, huge, 0, 8);

    Answer answer =
        family.read(utf8("{\"images\":[\"" + base64(huge) + "\"],\"finish_reasons\":[null]}"));

    assertThat(Arrays.equals(answer.bytes(), huge)).isTrue();
  }

  @Test
  void the_order_of_the_fields_does_not_matter() {
    for (String body :
        List.of(
            "{\"images\":[\"" + base64(PNG) + "\"],\"finish_reasons\":[null],\"seeds\":[5]}",
            "{\"finish_reasons\":[null],\"seeds\":[5],\"images\":[\"" + base64(PNG) + "\"]}",
            "{\"seeds\":[5],\"images\":[\"" + base64(PNG) + "\"],\"finish_reasons\":null}")) {
      assertThat(family.read(utf8(body)).seed()).isEqualTo(5);
    }
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
