package dev.caravan.shipping;

import static dev.caravan.shipping.Documents.all;
import static dev.caravan.shipping.Documents.text;
import static dev.caravan.shipping.Documents.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Reason;
import dev.caravan.metrics.Metric;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Lifecycle;
import dev.caravan.model.Model;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Terraform matches Caravan. Its own tests check the resources that it creates. */
class TerraformTest {

  private static final String ALL = texts("terraform", ".tf");

  @Test
  void terraform_allows_exactly_the_models_of_the_catalogue() {
    Map<String, String> catalogue = new TreeMap<>();
    Catalogue.read("routes/models.yaml").models().stream()
        .filter(model -> model.lifecycle().state() != Lifecycle.State.RETIRED)
        .forEach((Model model) -> catalogue.put(model.id(), model.region()));
    String variable =
        text("terraform/variables.tf")
            .replaceAll("(?s).*variable \"models\" \\{(.*?)\n}\n.*", "$1");
    Map<String, String> allowed = new TreeMap<>();
    Pattern.compile("\"([^\"]+)\" += \"([^\"]+)\"")
        .matcher(variable)
        .results()
        .forEach(result -> allowed.put(result.group(1), result.group(2)));

    assertThat(allowed).isEqualTo(catalogue);
  }

  @Test
  void terraform_sets_only_known_settings() {
    String environment =
        text("terraform/service.tf")
            .replaceAll("(?s).*environment = merge\\((.*?)\n  \\)\n.*", "$1");
    Set<String> set = all(environment, "\\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+) +=");
    set.remove("AWS_REGION");

    assertThat(set).isNotEmpty();
    assertThat(Documents.settings()).containsAll(set);
  }

  @Test
  void terraform_refuses_only_settings_that_exist() {
    assertThat(Documents.settings())
        .containsAll(all(text("terraform/variables-service.tf"), "\"(CARAVAN_[A-Z_]+)\""));
  }

  @Test
  void alarms_and_dashboard_name_metrics_that_exist() {
    Set<String> known = Arrays.stream(Metric.values()).map(Metric::id).collect(Collectors.toSet());

    assertThat(known)
        .containsAll(all(texts("terraform", ".tf"), "\"(caravan\\.[a-z.]+)\""))
        .containsAll(all(text("terraform/dashboard.tf"), "MetricName=\\\\\"(caravan\\.[a-z.]+)"));
  }

  @Test
  void alarms_and_dashboard_name_metrics_that_are_published() {
    Set<String> published =
        all(text("docs/metrics.md"), "^\\| `(caravan\\.[a-z.]+)` \\|[^|]+\\|[^|]*\\| yes \\|");

    assertThat(published).containsAll(all(ALL, "\"(caravan\\.[a-z.]+)\""));
  }

  @Test
  void the_dashboard_shows_every_reason() {
    String listed = text("terraform/dashboard.tf").replaceAll("(?s).*reasons = \\[(.*?)].*", "$1");
    Set<String> reasons =
        Arrays.stream(Reason.values())
            .map(Reason::name)
            .collect(Collectors.toCollection(TreeSet::new));
    reasons.add("NONE");

    assertThat(all(listed, "\"([A-Z_]+)\"")).isEqualTo(reasons);
  }

  @Test
  void every_alarm_has_its_section_in_the_runbook_and_every_section_its_alarm() {
    assertThat(all(text("docs/runbook.md"), "^## ([a-z-]+)$"))
        .isEqualTo(all(ALL, "docs/runbook\\.md#([a-z-]+)"));
  }

  @Test
  void the_readme_names_every_variable_and_output() {
    String readme = text("terraform/README.md");
    Set<String> named = all(readme, "`([a-z_]+)`");

    assertThat(named)
        .containsAll(all(ALL, "^variable \"([a-z_]+)\""))
        .containsAll(all(text("terraform/outputs.tf"), "^output \"([a-z_]+)\""));
  }
}
