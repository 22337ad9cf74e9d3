package dev.caravan.shipping;

import static dev.caravan.shipping.Documents.all;
import static dev.caravan.shipping.Documents.text;
import static dev.caravan.shipping.Documents.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.generation.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The dashboard, the alerts and the files that use them match docs/metrics.md, the runbook and
 * Terraform; .github/scripts/check-observability checks their queries.
 */
class DashboardsTest {

  private static final String ALERTS = "docs/observability/alerts.yaml";

  /** Metrics of Prometheus and of kube-state-metrics. */
  private static final Set<String> FOREIGN =
      Set.of(
          "ALERTS",
          "kube_deployment_status_replicas_unavailable",
          "kube_pod_container_status_restarts_total",
          "up");

  /** Labels that Prometheus and kube-state-metrics add. */
  private static final Set<String> ADDED = Set.of("alertname", "instance", "le", "namespace");

  /** A name, with its label matchers if it is that of a metric. */
  private static final Pattern NAME =
      Pattern.compile("\\b([A-Za-z_][A-Za-z0-9_:]*)(?:\\{([^}]*)})?");

  private static final Pattern MATCHER =
      Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

  private static final Pattern LABELS = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");

  /** PromQL's words, and a variable of Grafana. */
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "offset", "__rate_interval");

  /** A query, and the label names in the legend of its graph. */
  private record Query(String where, String text, Set<String> legend) {}

  @Test
  void queries_use_metrics_and_labels_that_are_documented() throws IOException {
    Map<String, Map<String, Set<String>>> known = metrics();
    known.putAll(records(known));
    List<String> wrong = new ArrayList<>();
    for (Query query : queries()) {
      Set<String> labels = new TreeSet<>(ADDED);
      for (MatchResult selector : selectors(query.text())) {
        String metric = selector.group(1);
        if (FOREIGN.contains(metric)) {
          continue;
        }
        if (!known.containsKey(metric)) {
          wrong.add(query.where() + ": unknown metric " + metric);
          continue;
        }
        labels.addAll(known.get(metric).keySet());
        wrong.addAll(wrongMatchers(query, selector, known.get(metric)));
      }
      Set<String> used = new TreeSet<>(query.legend());
      LABELS
          .matcher(query.text())
          .results()
          .forEach(list -> used.addAll(List.of(list.group(1).split("\\s*,\\s*"))));
      used.removeAll(labels);
      used.forEach(label -> wrong.add(query.where() + ": unknown label " + label));
    }

    assertThat(wrong).isEmpty();
  }

  private static List<String> wrongMatchers(
      Query query, MatchResult selector, Map<String, Set<String>> tags) {
    List<String> wrong = new ArrayList<>();
    String matchers = selector.group(2) == null ? "" : selector.group(2);
    for (MatchResult matcher : MATCHER.matcher(matchers).results().toList()) {
      String label = matcher.group(1);
      Set<String> values = tags.get(label);
      boolean exact = matcher.group(2).equals("=");
      if (values == null && !ADDED.contains(label)) {
        wrong.add("%s: %s has no label %s".formatted(query.where(), selector.group(1), label));
      } else if (exact && !isValue(matcher.group(3), values)) {
        wrong.add("%s: %s is never %s".formatted(query.where(), label, matcher.group(3)));
      }
    }
    return wrong;
  }

  /** Labels without documented values can have any. */
  private static boolean isValue(String value, Set<String> values) {
    return values == null || values.isEmpty() || values.contains(value);
  }

  /** The metrics of a query: its names, without functions, PromQL's words and lists of labels. */
  private static List<MatchResult> selectors(String query) {
    String plain = LABELS.matcher(query).replaceAll(" ");
    return NAME.matcher(plain)
        .results()
        .filter(found -> !WORDS.contains(found.group(1)))
        .filter(found -> !plain.substring(found.end()).stripLeading().startsWith("("))
        .toList();
  }

  @Test
  void the_dashboard_shows_every_alert_threshold_as_a_line() throws IOException {
    List<Double> lines = new ArrayList<>();
    for (JsonNode panel : dashboard().get("panels")) {
      for (JsonNode step : panel.at("/fieldConfig/defaults/thresholds/steps")) {
        if (!step.get("value").isNull()) {
          lines.add(step.get("value").asDouble());
        }
      }
    }

    assertThat(lines)
        .containsExactlyInAnyOrder(
            threshold("CaravanQueueAge"),
            threshold("CaravanQueueLatency"),
            threshold("CaravanHttpLatency"),
            threshold("CaravanBudget"));
  }

  @Test
  void alerts_have_the_thresholds_of_terraform() {
    assertThat(threshold("CaravanQueueAge")).isEqualTo(terraform("queue_age_seconds"));
    assertThat(threshold("CaravanQueueLatency")).isEqualTo(terraform("latency_seconds"));
    assertThat(threshold("CaravanHttpLatency")).isEqualTo(terraform("latency_seconds"));
    assertThat(threshold("CaravanBudget")).isEqualTo(terraform("budget_used"));
    assertThat(threshold("CaravanHttpFailed")).isEqualTo(terraform("http_failures"));
    assertThat(threshold("CaravanInternalErrors")).isEqualTo(terraform("internal_errors"));
    assertThat(threshold("CaravanThrottled")).isEqualTo(terraform("throttled"));
    assertThat(threshold("CaravanRefusals")).isEqualTo(terraform("refusals"));
    assertThat(threshold("CaravanCrashes")).isEqualTo(terraform("crashes"));
    assertThat(threshold("CaravanRepeatedCrashes")).isEqualTo(terraform("repeated_crashes"));
  }

  private static double terraform(String threshold) {
    Set<String> defaults =
        all(texts("terraform", ".tf"), "\\b" + threshold + "\\s+= optional\\(number, ([0-9.]+)\\)");
    assertThat(defaults).as(threshold).hasSize(1);
    return Double.parseDouble(defaults.iterator().next());
  }

  /** The number that an alert compares with. */
  private static double threshold(String alert) {
    String query =
        rules().stream()
            .filter(rule -> alert.equals(rule.get("alert")))
            .map(rule -> (String) rule.get("expr"))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(query.replaceAll("(?s).*>=? ([0-9.]+)\\s*", "$1"));
  }

  @Test
  void every_alert_names_a_section_that_says_what_to_do() {
    for (Map<?, ?> rule : rules()) {
      if (rule.get("alert") != null) {
        String[] link = ((Map<?, ?>) rule.get("annotations")).get("runbook").toString().split("#");

        assertThat(all(text(link[0]), "^## ([a-z-]+)$"))
            .as(rule.get("alert").toString())
            .contains(link[1]);
      }
    }
  }

  @Test
  void every_alarm_of_terraform_is_an_alert_or_is_explained() {
    Set<String> explained = all(text("docs/observability/README.md"), "^\\| `([a-z-]+)` \\|");
    explained.addAll(all(text(ALERTS), "docs/runbook\\.md#([a-z-]+)"));

    assertThat(explained).isEqualTo(all(text("docs/runbook.md"), "^## ([a-z-]+)$"));
  }

  @Test
  void the_readme_lists_every_alert() {
    assertThat(all(text("docs/observability/README.md"), "`(Caravan[A-Za-z]+)`"))
        .isEqualTo(all(text(ALERTS), "- alert: ([A-Za-z]+)"));
  }

  @Test
  void the_prometheus_rule_has_the_alerts() {
    Map<?, ?> rule = load("docs/kubernetes/components/prometheus/prometheus-rule.yaml");

    assertThat((Object) rule.get("spec")).isEqualTo(load(ALERTS));
  }

  @Test
  void compose_mounts_files_that_exist_and_reads_the_metrics_that_caravan_serves() {
    Set<String> mounted = all(text("docs/compose/compose.yaml"), "- (\\.\\.?/[^:]+):");

    assertThat(mounted)
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Path.of("docs/compose").resolve(file)).isRegularFile());
    assertThat(text("docs/compose/prometheus.yaml"))
        .contains("metrics_path: /observe/metrics")
        .contains("127.0.0.1:9876");
    assertThat(text("docs/metrics.md")).contains("`/observe/metrics`");
  }

  private static List<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : dashboard().get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        queries.add(
            new Query(
                panel.get("title").asText(),
                target.get("expr").asText(),
                all(target.get("legendFormat").asText(), "\\{\\{\\s*([a-z_]+)\\s*}}")));
      }
    }
    for (Map<?, ?> rule : rules()) {
      Object name = rule.get("alert") == null ? rule.get("record") : rule.get("alert");
      queries.add(new Query(name.toString(), rule.get("expr").toString(), Set.of()));
    }
    assertThat(queries).hasSizeGreaterThan(20);
    return queries;
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(text("docs/observability/dashboard.json"));
  }

  /** The documented metrics by their names in Prometheus, each with its labels and their values. */
  private static Map<String, Map<String, Set<String>>> metrics() {
    Map<String, Map<String, Set<String>>> metrics = new HashMap<>();
    text("docs/metrics.md")
        .lines()
        .filter(line -> line.startsWith("| `caravan."))
        .map(line -> line.split(" \\| ?"))
        .forEach(
            cells -> {
              String name = cells[0].replaceAll("[|` ]", "").replace('.', '_');
              Map<String, Set<String>> tags = tags(cells[2]);
              endings(cells[1]).forEach(ending -> metrics.put(name + ending, tags));
            });
    return metrics;
  }

  private static Stream<String> endings(String kind) {
    return switch (kind) {
      case "timer" ->
          Stream.of("_seconds_bucket", "_seconds_count", "_seconds_sum", "_seconds_max");
      case "counter" -> Stream.of("_total");
      default -> Stream.of("");
    };
  }

  private static Map<String, Set<String>> tags(String cell) {
    Map<String, Set<String>> tags = new HashMap<>();
    for (String tag : cell.isBlank() ? new String[0] : cell.split("; ")) {
      String[] parts = tag.replace("`", "").split(": ");
      tags.put(parts[0].strip(), parts.length == 1 ? Set.of() : values(parts[1]));
    }
    return tags;
  }

  private static Set<String> values(String documented) {
    String reasons =
        Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.joining(", "));
    return Set.of(documented.strip().replace("REASON", reasons).split(", "));
  }

  /** The recorded metrics. Each has the labels of the metric that it is made from. */
  private static Map<String, Map<String, Set<String>>> records(
      Map<String, Map<String, Set<String>>> known) {
    Map<String, Map<String, Set<String>>> records = new HashMap<>();
    for (Map<?, ?> rule : rules()) {
      if (rule.get("record") != null) {
        String source = selectors(rule.get("expr").toString()).get(0).group(1);
        records.put(rule.get("record").toString(), known.get(source));
      }
    }
    return records;
  }

  private static List<Map<?, ?>> rules() {
    List<Map<?, ?>> rules = new ArrayList<>();
    for (Object group : (List<?>) load(ALERTS).get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        rules.add((Map<?, ?>) rule);
      }
    }
    return rules;
  }

  private static Map<?, ?> load(String file) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text(file));
  }
}
