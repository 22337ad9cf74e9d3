package dev.caravan.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One entry of the catalogue, {@code routes/models.yaml}.
 *
 * @param id the model id, inference profile id or ARN that is sent to Bedrock
 * @param family the wire format: {@code stability}, {@code amazon-image}, {@code converse}
 * @param region in which the model is called
 * @param fallback another entry's id, for when this model can't be used; null for none
 * @param parameters the sampling parameters that a text model accepts, for example {@code
 *     temperature}; null if they are not listed
 */
public record Model(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) Family family,
    @JsonProperty(required = true) String region,
    @JsonProperty(required = true) Limits limits,
    Defaults defaults,
    @JsonProperty(required = true) Price price,
    @JsonProperty(required = true) Lifecycle lifecycle,
    String fallback,
    List<String> parameters) {

  public Model {
    defaults = defaults == null ? Defaults.NONE : defaults;
  }

  /** An entry that does not list its parameters. */
  public Model(
      String id,
      String name,
      Family family,
      String region,
      Limits limits,
      Defaults defaults,
      Price price,
      Lifecycle lifecycle,
      String fallback) {
    this(id, name, family, region, limits, defaults, price, lifecycle, fallback, null);
  }

  /**
   * The model's limits. They are checked before a call is paid for.
   *
   * @param promptCharacters longest prompt, in code points
   * @param negativePromptCharacters longest negative prompt; 0 if the model accepts none
   * @param seed smallest and largest seed; null if the model accepts none
   * @param aspectRatios the ratios that it accepts by name (stability)
   * @param sizes ratio to {@code WIDTHxHEIGHT} (amazon-image)
   * @param outputTokens maximum length of the answer (converse)
   * @param answerBytes largest answer that is read, as JSON, from 1 to {@value #MOST_ANSWER_BYTES};
   *     {@value #ANSWER_BYTES} if the entry has none, which is InvokeModel's longest answer
   */
  public record Limits(
      @JsonProperty(required = true) int promptCharacters,
      int negativePromptCharacters,
      SeedRange seed,
      List<String> aspectRatios,
      Map<String, String> sizes,
      Integer outputTokens,
      Integer answerBytes) {

    static final int ANSWER_BYTES = 25_000_000;
    static final int MOST_ANSWER_BYTES = 1_000_000_000;

    public Limits {
      answerBytes = answerBytes == null ? ANSWER_BYTES : answerBytes;
    }

    public Set<String> ratios() {
      if (sizes != null) {
        return sizes.keySet();
      }
      return aspectRatios == null ? Set.of() : new java.util.LinkedHashSet<>(aspectRatios);
    }
  }

  /** A range that includes both ends. */
  public record SeedRange(long min, long max) {

    boolean contains(long seed) {
      return min <= seed && seed <= max;
    }
  }

  /** Values for prompts that set none; null leaves the value to the model. */
  public record Defaults(
      String aspectRatio, String format, String quality, Double cfgScale, Double temperature) {

    static final Defaults NONE = new Defaults(null, null, null, null, null);
  }

  /** US dollars for one image, or for a thousand tokens read and written. */
  public record Price(BigDecimal image, BigDecimal inputTokens, BigDecimal outputTokens) {

    @JsonCreator
    public Price {}
  }
}
