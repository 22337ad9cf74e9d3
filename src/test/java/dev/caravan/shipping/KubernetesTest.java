package dev.caravan.shipping;

import static dev.caravan.shipping.Documents.all;
import static dev.caravan.shipping.Documents.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The manifests match Caravan; .github/scripts/check-kubernetes renders them and checks their
 * types.
 */
class KubernetesTest {

  private static final String FOLDER = "docs/kubernetes/";

  @Test
  void the_manifests_set_only_known_settings_and_every_required_one() {
    Set<String> set = all(text(FOLDER + "deployment.yaml"), "- name: ([A-Z][A-Z0-9_]+)");
    set.addAll(all(text(FOLDER + "kustomization.yaml"), "- ([A-Z][A-Z0-9_]+)="));
    set.remove("AWS_REGION");

    assertThat(Documents.settings()).containsAll(set);
    assertThat(set).containsAll(required());
  }

  private static Set<String> required() {
    return all(text("docs/configuration.md"), "^\\| `([A-Z_]+)` \\| `[^`]+` \\| \\*\\*required");
  }

  @Test
  void a_pod_has_more_time_to_stop_than_its_prompts_and_the_delay_before() {
    Map<?, ?> pod = at(load("deployment.yaml"), "spec", "template", "spec");
    int delay = Integer.parseInt(setting("CARAVAN_SHUTDOWN_DELAY_SECONDS"));
    int shutdown = Integer.parseInt(setting("CARAVAN_SHUTDOWN_SECONDS"));

    // Otherwise callers get 503 until the last load balancer has removed the pod.
    assertThat(delay).isGreaterThanOrEqualTo(10);
    assertThat((int) pod.get("terminationGracePeriodSeconds"))
        .isGreaterThanOrEqualTo(delay + shutdown + 15);
  }

  @Test
  void tokens_are_a_file_so_that_a_change_needs_no_restart() {
    String file = setting("CARAVAN_HTTP_TOKENS_FILE");
    String readme = text(FOLDER + "README.md");

    assertThat(container().get("volumeMounts").toString())
        .contains("mountPath=" + Path.of(file).getParent());
    assertThat(readme)
        .contains("secret generic caravan-http-tokens")
        .contains("--from-file=" + Path.of(file).getFileName());
  }

  @Test
  void a_pod_has_no_unneeded_permissions() {
    Map<?, ?> pod = at(load("deployment.yaml"), "spec", "template", "spec");
    Map<?, ?> container = container();

    assertThat(pod.get("automountServiceAccountToken")).isEqualTo(false);
    assertThat((Object) at(pod, "securityContext").get("runAsNonRoot")).isEqualTo(true);
    assertThat((Object) at(pod, "securityContext").get("runAsUser")).isEqualTo(10001);
    assertThat(text("Dockerfile")).contains("USER 10001:10001");
    assertThat((Object) at(container, "securityContext"))
        .isEqualTo(
            Map.of(
                "allowPrivilegeEscalation", false,
                "readOnlyRootFilesystem", true,
                "capabilities", Map.of("drop", List.of("ALL"))));
  }

  @Test
  void probes_call_the_ports_and_paths_that_caravan_serves() {
    Map<?, ?> container = container();
    String ports = container.get("ports").toString();

    assertThat(ports).contains("containerPort=8080").contains("containerPort=9876");
    assertThat(path(container, "livenessProbe")).isEqualTo("/observe/health/live");
    assertThat(path(container, "startupProbe")).isEqualTo("/observe/health/live");
    assertThat(path(container, "readinessProbe")).isEqualTo("/observe/health/ready");
    assertThat(text(FOLDER + "service.yaml")).doesNotContain("management\n");
  }

  @Test
  void every_route_file_is_in_the_config_map() {
    Set<String> files =
        Documents.files("routes", 1, ".yaml").stream()
            .map(Path::getFileName)
            .map(Path::toString)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(all(text(FOLDER + "kustomization.yaml"), "\\.\\./\\.\\./routes/([a-z.-]+)"))
        .isEqualTo(files);
  }

  @Test
  void an_edited_route_reaches_the_running_pods() {
    Map<?, ?> routes =
        ((List<?>) load("kustomization.yaml").get("configMapGenerator"))
            .stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> "caravan-routes".equals(each.get("name")))
                .findFirst()
                .orElseThrow();

    assertThat(setting("CARAVAN_ROUTES_RELOAD")).isEqualTo("true");
    // If the name contained a hash, a change would create another ConfigMap that no pod mounts.
    assertThat((Object) at(routes, "options").get("disableNameSuffixHash")).isEqualTo(true);
    // Files that are mounted with subPath never change.
    assertThat(container().get("volumeMounts").toString()).doesNotContain("subPath");
  }

  @Test
  void keda_counts_prompts_in_progress_and_keeps_a_place_free_in_each_pod() {
    String trigger = text(FOLDER + "components/keda/scaled-object.yaml");
    int places = Integer.parseInt(setting("CARAVAN_QUEUE_CONSUMERS"));

    assertThat(only(trigger, "scaleOnInFlight: \"([a-z]+)\"")).isEqualTo("true");
    assertThat(Integer.parseInt(only(trigger, "queueLength: \"(\\d+)\""))).isLessThan(places);
    // KEDA sets the number of pods. A file that names one would reset it each time it is applied.
    assertThat(at(load("deployment.yaml"), "spec").containsKey("replicas")).isFalse();
  }

  @Test
  void a_pod_reaches_only_https_dns_and_the_source_of_its_credentials() {
    Map<?, ?> policy = at(load("network-policy.yaml"), "spec");

    assertThat((Object) policy.get("policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    assertThat(all(policy.get("egress").toString(), "port=(\\d+)"))
        .isEqualTo(Set.of("443", "53", "80"));
    assertThat(all(policy.get("egress").toString(), "cidr=([^}]+)"))
        .isEqualTo(Set.of("169.254.170.23/32", "fd00:ec2::23/128"));
    assertThat(policy.get("ingress").toString()).contains("http").doesNotContain("management");
  }

  private static String setting(String name) {
    return ((List<?>) container().get("env"))
        .stream()
            .map(each -> (Map<?, ?>) each)
            .filter(each -> name.equals(each.get("name")))
            .map(each -> (String) each.get("value"))
            .findFirst()
            .orElseThrow();
  }

  private static String only(String text, String pattern) {
    Set<String> found = all(text, pattern);
    assertThat(found).as(pattern).hasSize(1);
    return found.iterator().next();
  }

  private static String path(Map<?, ?> container, String probe) {
    return (String) at(container, probe, "httpGet").get("path");
  }

  private static Map<?, ?> container() {
    List<?> containers =
        (List<?>) at(load("deployment.yaml"), "spec", "template", "spec").get("containers");
    return (Map<?, ?>) containers.get(0);
  }

  private static Map<?, ?> load(String file) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text(FOLDER + file));
  }

  private static Map<?, ?> at(Map<?, ?> from, String... path) {
    Map<?, ?> here = from;
    for (String name : path) {
      here = (Map<?, ?>) here.get(name);
    }
    return here;
  }
}
