package dev.caravan.local.bedrock.model;

import dev.caravan.local.bedrock.model.Model.Lifecycle;
import dev.caravan.local.bedrock.picture.Painter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The models that the stand-in knows: a few by id, more text models by a pattern of their id. */
public final class Models {

  private final Map<String, Model> known = new LinkedHashMap<>();
  private final Map<Pattern, Family> kinds = new LinkedHashMap<>();

  public Models(Painter painter) {
    Brush brush = new Brush(painter);
    addImages(brush);
    addText(brush);
    addEnded();
  }

  public Optional<Model> find(ModelName name) {
    String id = name.foundationModelId();
    return Optional.ofNullable(known.get(id)).or(() -> ofItsKind(id));
  }

  private void addImages(Brush brush) {
    Family stable = new StabilityImages(brush, AspectRatios.stableImage());
    Family diffusion = new StabilityImages(brush, AspectRatios.stableDiffusion());
    Family titan = new AmazonImages(brush, AmazonLimits.titan());
    Family nova = new AmazonImages(brush, AmazonLimits.novaCanvas());
    String stability = "Stability AI";
    add("stability.stable-image-core-v1:1", "Stable Image Core 1.0", stability, stable);
    add("stability.stable-image-ultra-v1:1", "Stable Image Ultra 1.0", stability, stable);
    add("stability.sd3-5-large-v1:0", "Stable Diffusion 3.5 Large", stability, diffusion);
    addOld("stability.stable-image-core-v1:0", "Stable Image Core 1.0", stability, stable);
    addOld("stability.stable-image-ultra-v1:0", "Stable Image Ultra 1.0", stability, stable);
    addWithdrawn("amazon.titan-image-generator-v1", "Titan Image Generator G1", "Amazon", titan);
    addWithdrawn(
        "amazon.titan-image-generator-v2:0", "Titan Image Generator G1 v2", "Amazon", titan);
    addWithdrawn("amazon.nova-canvas-v1:0", "Nova Canvas", "Amazon", nova);
  }

  private void addText(Brush brush) {
    Family nova = new ConverseText(brush, 10_000);
    Family large = new ConverseText(brush, 64_000);
    add("amazon.nova-micro-v1:0", "Nova Micro", "Amazon", nova);
    add("amazon.nova-lite-v1:0", "Nova Lite", "Amazon", nova);
    add("amazon.nova-pro-v1:0", "Nova Pro", "Amazon", nova);
    add("amazon.nova-2-lite-v1:0", "Nova 2 Lite", "Amazon", large);
    kinds.put(Pattern.compile("anthropic\\.claude-[a-z0-9][a-z0-9.-]*(:\\d+)?"), large);
    kinds.put(Pattern.compile("meta\\.llama[a-z0-9][a-z0-9.-]*(:\\d+)?"), large);
    kinds.put(Pattern.compile("mistral\\.[a-z0-9][a-z0-9.-]*(:\\d+)?"), large);
    kinds.put(Pattern.compile("openai\\.gpt-oss-[a-z0-9.-]+(:\\d+)?"), large);
  }

  private void addEnded() {
    Family any = known.get("amazon.nova-lite-v1:0").family();
    for (String id :
        new String[] {
          "stability.stable-diffusion-xl-v1", "stability.stable-diffusion-xl-v1:0",
          "amazon.titan-text-express-v1", "amazon.titan-text-lite-v1"
        }) {
      known.put(id, new Model(id, id, provider(id), Lifecycle.ENDED, any));
    }
  }

  private void add(String id, String name, String provider, Family family) {
    known.put(id, new Model(id, name, provider, Lifecycle.ACTIVE, family));
  }

  private void addOld(String id, String name, String provider, Family family) {
    known.put(id, new Model(id, name, provider, Lifecycle.LEGACY, family));
  }

  private void addWithdrawn(String id, String name, String provider, Family family) {
    known.put(id, new Model(id, name, provider, Lifecycle.WITHDRAWN, family));
  }

  private Optional<Model> ofItsKind(String id) {
    return kinds.entrySet().stream()
        .filter(kind -> kind.getKey().matcher(id).matches())
        .findFirst()
        .map(
            kind ->
                new Model(
                    id,
                    id.substring(id.indexOf('.') + 1),
                    provider(id),
                    Lifecycle.ACTIVE,
                    kind.getValue()));
  }

  private String provider(String id) {
    return switch (id.substring(0, id.indexOf('.'))) {
      case "anthropic" -> "Anthropic";
      case "meta" -> "Meta";
      case "mistral" -> "Mistral AI";
      case "openai" -> "OpenAI";
      case "stability" -> "Stability AI";
      default -> "Amazon";
    };
  }
}
