package dev.caravan.cli;

import dev.caravan.model.Catalogue;
import dev.caravan.model.CatalogueReview;
import dev.caravan.model.CatalogueReview.Difference;
import dev.caravan.model.Lifecycle;
import dev.caravan.model.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the model catalogue, or compares it with Bedrock. */
@Command(
    name = "models",
    description = "List the models that prompts can use.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "--check asks Bedrock about each model in the model's own region",
      "(bedrock:GetFoundationModel) and lists the differences. It exits with 1 if",
      "there are differences or if it could not check a model. With --local or",
      "--local-port, it asks the Bedrock of a \"caravan local\" instead.",
      "",
      "Example: caravan models --check"
    })
public final class ModelsCommand implements Callable<Integer> {

  private static final String ROW = "%s %-34s %-13s %-10s %-22s %s%n";

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "The routes folder (default: ${DEFAULT-VALUE}).")
  Path routes = Home.routes();

  @Option(names = "--check", description = "Compare the catalogue with Bedrock.")
  boolean check;

  @Mixin LocalOption local = new LocalOption();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Catalogue catalogue = Catalogue.read(routes.resolve("models.yaml").toString());
    return check ? check(catalogue) : list(catalogue);
  }

  private int check(Catalogue catalogue) {
    PrintWriter out = spec.commandLine().getOut();
    try (CatalogueReview review = bedrock()) {
      List<Difference> differences = review.of(catalogue);
      differences.forEach(
          difference ->
              out.println(
                  "%s (%s): %s"
                      .formatted(
                          difference.model().id(),
                          difference.model().region(),
                          difference.message())));
      out.println(
          differences.isEmpty()
              ? "Bedrock and the catalogue agree on " + catalogue.models().size() + " models."
              : "Differences: "
                  + differences.size()
                  + ", in "
                  + catalogue.models().size()
                  + " models.");
      out.flush();
      return differences.isEmpty() ? 0 : 1;
    }
  }

  private CatalogueReview bedrock() {
    return local.isGiven() ? BedrockControl.of(local.find()) : BedrockControl.ofAws();
  }

  private int list(Catalogue catalogue) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(ROW, " ", "MODEL", "FAMILY", "REGION", "PRICE (USD)", "LIFE");
    for (Model model : catalogue.models()) {
      String mark = model.equals(catalogue.defaultModel()) ? "*" : " ";
      out.printf(
          ROW, mark, model.id(), model.family().id(), model.region(), price(model), life(model));
    }
    out.println("* the default for prompts that name no model");
    out.flush();
    return 0;
  }

  private static String price(Model model) {
    Model.Price price = model.price();
    return price.image() != null
        ? price.image().toPlainString() + " per image"
        : "%s / %s per 1K tokens"
            .formatted(price.inputTokens().toPlainString(), price.outputTokens().toPlainString());
  }

  private static String life(Model model) {
    Lifecycle lifecycle = model.lifecycle();
    String life = lifecycle.state().text();
    if (lifecycle.endOfLife() != null) {
      life += ", end of life " + lifecycle.endOfLife();
    }
    return lifecycle.replacement() == null ? life : life + ", use " + lifecycle.replacement();
  }
}
