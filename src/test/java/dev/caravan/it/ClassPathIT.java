package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the versions that Maven resolved for the image. The enforcer can't, because it also sees
 * replaced versions.
 */
class ClassPathIT {

  @Test
  void the_sdk_finds_one_http_client() throws IOException {
    assertThat(jarsWith("META-INF/services/software.amazon.awssdk.http.SdkHttpService"))
        .singleElement()
        .asString()
        .startsWith("apache-client-");
    assertThat(jarsWith("META-INF/services/software.amazon.awssdk.http.async.SdkAsyncHttpService"))
        .isEmpty();
  }

  @Test
  void commons_logging_is_there_once_and_logs_through_slf4j() throws IOException {
    assertThat(jarsWith("org/apache/commons/logging/LogFactory.class"))
        .singleElement()
        .asString()
        .startsWith("jcl-over-slf4j-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"netty-", "vertx-", "logback-", "jackson-core", "jackson-databind"})
  void a_project_has_one_version(String prefix) throws IOException {
    List<String> jars = names().stream().filter(jar -> jar.startsWith(prefix)).toList();

    assertThat(jars).isNotEmpty();
    assertThat(jars.stream().map(ImageJars::version).distinct()).as("%s", jars).hasSize(1);
  }

  private static List<String> names() throws IOException {
    return ImageJars.all().stream().map(jar -> jar.getFileName().toString()).toList();
  }

  private static List<String> jarsWith(String entry) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path jar : ImageJars.all()) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        if (zip.getEntry(entry) != null) {
          found.add(jar.getFileName().toString());
        }
      }
    }
    return found;
  }
}
