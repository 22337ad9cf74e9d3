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

/** The manifests match Caravan; .github/scripts/check-kubernetes checks their types. */
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
  void a_pod_has_more_time_to_stop_than_its_prompts() {
    Map<?, ?> pod = at(load("deployment.yaml"), "spec", "template", "spec");
    int shutdown =
        Integer.parseInt(
            text(FOLDER + "deployment.yaml")
                .replaceAll("(?s).*CARAVAN_SHUTDOWN_SECONDS\\s+value: \"(\\d+)\".*", "$1"));

    assertThat((int) pod.get("terminationGracePeriodSeconds"))
        .isGreaterThanOrEqualTo(shutdown + 15);
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
    Map<?, ?> settings =
        ((List<?>) container().get("env"))
            .stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> "CARAVAN_ROUTES_RELOAD".equals(each.get("name")))
                .findFirst()
                .orElseThrow();
    Map<?, ?> routes =
        ((List<?>) load("kustomization.yaml").get("configMapGenerator"))
            .stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> "caravan-routes".equals(each.get("name")))
                .findFirst()
                .orElseThrow();

    assertThat((Object) settings.get("value")).isEqualTo("true");
    // If the name contained a hash, a change would create another ConfigMap that no pod mounts.
    assertThat((Object) at(routes, "options").get("disableNameSuffixHash")).isEqualTo(true);
    // Files that are mounted with subPath never change.
    assertThat(container().get("volumeMounts").toString()).doesNotContain("subPath");
  }

  @Test
  void keda_and_terraform_scale_to_the_same_target() {
    String target = text("terraform/tests/service.tftest.hcl");

    assertThat(target).contains("target_value == 37");
    assertThat(text(FOLDER + "scaled-object.yaml")).contains("queueLength: \"37\"");
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
