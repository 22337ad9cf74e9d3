package dev.caravan.cli.doctor;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.FailureRow;
import dev.caravan.failure.ModelProbe;
import dev.caravan.failure.Trouble;
import dev.caravan.failure.Verdict;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Lifecycle;
import dev.caravan.model.Model;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * Whether each model of the catalogue takes calls. An empty request shows this with the permission
 * that the service has anyway. Bedrock refuses such a request after it has checked access, and a
 * refused request is not billed.
 */
final class ModelsCheck implements Check {

  /** Enough to try another model and to change the catalogue. */
  private static final int SOON_DAYS = 30;

  private final Supplier<Catalogue> catalogue;
  private final Function<Catalogue, BedrockRuntimeClient> connect;
  private final LocalDate today;

  ModelsCheck(
      Supplier<Catalogue> catalogue,
      Function<Catalogue, BedrockRuntimeClient> connect,
      LocalDate today) {
    this.catalogue = catalogue;
    this.connect = connect;
    this.today = today;
  }

  @Override
  public String name() {
    return "models";
  }

  @Override
  public List<Finding> run() {
    Catalogue models = catalogue.get();
    try (BedrockRuntimeClient bedrock = connect.apply(models)) {
      ModelProbe probe = new ModelProbe(bedrock, new FailurePolicy());
      // In parallel, because a region that can't be reached costs seconds.
      return models.models().parallelStream().map(model -> of(model, probe)).toList();
    }
  }

  private Finding of(Model model, ModelProbe probe) {
    String place = "%s (%s): ".formatted(model.id(), model.region());
    if (model.lifecycle().state() == Lifecycle.State.RETIRED) {
      return ok(place + "retired in the catalogue, so Caravan never calls it");
    }
    return probe
        .verdict(model.id())
        .filter(verdict -> !isAnswer(verdict))
        .map(verdict -> trouble(model, place, verdict))
        .orElseGet(() -> life(model, place));
  }

  /** True if the model has looked at the empty request, or might have. */
  private static boolean isAnswer(Verdict verdict) {
    return verdict.row().fixedBy() == FailureRow.FixedBy.SENDER || verdict.isPresumed();
  }

  private Finding trouble(Model model, String place, Verdict verdict) {
    Trouble trouble = Trouble.of(verdict.reason(), verdict.cause());
    String said = place + trouble.code() + ": " + trouble.message();
    if (verdict.row().fixedBy() == FailureRow.FixedBy.OPERATOR) {
      return failed(
          said
              + ". Allow bedrock:InvokeModel on it, accept its agreement (docs/deploy.md), or correct its id and region");
    }
    return verdict.cause() instanceof AwsServiceException
        ? warning(said + ". Caravan waits and tries again")
        : failed(
            said
                + ". Allow connections to bedrock-runtime.%s.amazonaws.com, port 443"
                    .formatted(model.region()));
  }

  private Finding life(Model model, String place) {
    LocalDate end = model.lifecycle().endOfLife();
    if (end == null || end.isAfter(today.plusDays(SOON_DAYS))) {
      return ok(place + "takes calls");
    }
    String replacement = model.lifecycle().replacement();
    return warning(
        "%sBedrock ends it on %s; use %s"
            .formatted(place, end, replacement == null ? "another model" : replacement));
  }
}
