package dev.caravan.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.BedrockException;
import software.amazon.awssdk.services.bedrock.model.FoundationModelDetails;
import software.amazon.awssdk.services.bedrock.model.FoundationModelLifecycleStatus;
import software.amazon.awssdk.services.bedrock.model.InferenceType;
import software.amazon.awssdk.services.bedrock.model.ModelModality;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;

/** Compares each model of a catalogue with Bedrock, in the model's region. */
public final class CatalogueReview implements AutoCloseable {

  /**
   * A difference between the catalogue and Bedrock, or a failed check.
   *
   * @param message what Bedrock says, and what the catalogue should say
   */
  public record Difference(Model model, String message) {}

  /** Matches inference profiles such as {@code us.amazon.nova-…}; GetFoundationModel has none. */
  private static final Pattern PROFILE =
      Pattern.compile("(?:arn:.*:inference-profile/)?(?:us|us-gov|eu|apac|jp|au|ca|global)[.](.+)");

  private final Function<String, BedrockClient> connect;
  private final Map<String, BedrockClient> clients = new ConcurrentHashMap<>();

  /**
   * @param connect creates the client for a region
   */
  public CatalogueReview(Function<String, BedrockClient> connect) {
    this.connect = connect;
  }

  public List<Difference> of(Catalogue catalogue) {
    List<Difference> differences = new ArrayList<>();
    for (Model model : catalogue.models()) {
      review(model).forEach(message -> differences.add(new Difference(model, message)));
    }
    return differences;
  }

  private List<String> review(Model model) {
    Matcher profile = PROFILE.matcher(model.id());
    String asked = profile.matches() ? profile.group(1) : model.id();
    try {
      FoundationModelDetails details =
          clients
              .computeIfAbsent(model.region(), connect)
              .getFoundationModel(request -> request.modelIdentifier(asked))
              .modelDetails();
      return compared(model, details, profile.matches());
    } catch (ResourceNotFoundException e) {
      return isRetired(model)
          ? List.of()
          : List.of(
              "Bedrock does not have this model there; set state: retired, or correct the id");
    } catch (BedrockException e) {
      return List.of("Bedrock could not be asked: " + e.awsErrorDetails().errorMessage());
    } catch (SdkClientException e) {
      return List.of("Bedrock could not be asked: " + e.getMessage());
    }
  }

  private static List<String> compared(
      Model model, FoundationModelDetails details, boolean throughProfile) {
    List<String> differences = new ArrayList<>();
    life(model, details).ifPresent(differences::add);
    ModelModality made = model.family().isText() ? ModelModality.TEXT : ModelModality.IMAGE;
    if (!details.outputModalities().isEmpty() && !details.outputModalities().contains(made)) {
      differences.add(
          "it makes %s, and the family %s makes %s"
              .formatted(details.outputModalitiesAsStrings(), model.family().id(), made));
    }
    List<InferenceType> ways = details.inferenceTypesSupported();
    if (!throughProfile && !ways.isEmpty() && !ways.contains(InferenceType.ON_DEMAND)) {
      differences.add("it is not called by its own id; name an inference profile of it as the id");
    }
    return differences;
  }

  private static Optional<String> life(Model model, FoundationModelDetails details) {
    FoundationModelLifecycleStatus status =
        details.modelLifecycle() == null ? null : details.modelLifecycle().status();
    if (status == null || status == FoundationModelLifecycleStatus.UNKNOWN_TO_SDK_VERSION) {
      return Optional.empty();
    }
    String says = status.toString().toLowerCase(java.util.Locale.ROOT);
    return says.equals(model.lifecycle().state().text())
        ? Optional.empty()
        : Optional.of(
            "Bedrock says %s, and the catalogue %s"
                .formatted(says, model.lifecycle().state().text()));
  }

  private static boolean isRetired(Model model) {
    return model.lifecycle().state() == Lifecycle.State.RETIRED;
  }

  @Override
  public void close() {
    clients.values().forEach(BedrockClient::close);
  }
}
