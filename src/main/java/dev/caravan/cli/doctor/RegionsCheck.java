package dev.caravan.cli.doctor;

import dev.caravan.model.Catalogue;
import dev.caravan.model.Lifecycle;
import dev.caravan.model.Model;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;

/** Whether the queues are in the region of the service, and the models' regions exist. */
final class RegionsCheck implements Check {

  private static final Pattern SQS_HOST =
      Pattern.compile(
          "sqs(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|api\\.aws).*|([a-z0-9-]+)\\.queue\\.amazonaws\\.com.*");

  private final Values values;
  private final String region;
  private final Supplier<Catalogue> catalogue;

  /**
   * @param region of the service; null if none is set
   */
  RegionsCheck(Values values, String region, Supplier<Catalogue> catalogue) {
    this.values = values;
    this.region = region;
    this.catalogue = catalogue;
  }

  @Override
  public String name() {
    return "regions";
  }

  @Override
  public boolean callsAws() {
    return false;
  }

  @Override
  public List<Finding> run() {
    if (region == null) {
      return List.of(
          failed("no AWS region is set; set AWS_REGION, for example AWS_REGION=eu-north-1"));
    }
    List<Finding> findings = new ArrayList<>();
    for (String key : List.of("sqs.queue.url", "sqs.dead.letter.queue.url")) {
      String there = values.complaint(key).isPresent() ? "" : regionOf(values.text(key));
      if (!there.isEmpty() && !there.equals(region)) {
        findings.add(
            failed(
                "%s is a queue in %s, but Caravan calls SQS in %s; set AWS_REGION to the queue's region"
                    .formatted(dev.caravan.settings.Settings.variable(key), there, region)));
      }
    }
    Set<String> models = regionsOfModels();
    Set<String> known =
        Region.regions().stream().map(Region::id).collect(Collectors.toUnmodifiableSet());
    Stream.concat(Stream.of(region), models.stream())
        .filter(each -> !known.contains(each))
        .forEach(
            each ->
                findings.add(
                    warning(
                        "the AWS SDK does not know the region \"%s\"; correct it, unless it is new"
                            .formatted(each))));
    return findings.isEmpty()
        ? List.of(ok("%s; models in %s".formatted(region, String.join(", ", models))))
        : findings;
  }

  private Set<String> regionsOfModels() {
    return catalogue.get().models().stream()
        .filter(model -> model.lifecycle().state() != Lifecycle.State.RETIRED)
        .map(Model::region)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The region in the host of a queue's URL; empty if the host is not AWS's. */
  static String regionOf(String queueUrl) {
    String host = URI.create(queueUrl).getHost();
    Matcher matcher = SQS_HOST.matcher(String.valueOf(host));
    if (!matcher.matches()) {
      return "";
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }
}
