package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.Version;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the Camel CLI is given beside the routes is what the service itself runs with. */
class CamelCliFilesTest {

  private static final String DEPENDENCIES = "camel.jbang.dependencies";

  @Test
  void the_camel_cli_has_the_settings_that_the_service_has() throws IOException {
    Properties cli = read("routes/application.properties");
    cli.remove(DEPENDENCIES);

    assertThat(cli).isEqualTo(read("src/main/resources/application.properties"));
  }

  @Test
  void the_camel_cli_is_told_of_this_version_everywhere() throws IOException {
    String dependency = "mvn:dev.caravan:caravan:" + Version.ofThePom();

    assertThat(read("routes/application.properties")).containsEntry(DEPENDENCIES, dependency);
    for (String page : new String[] {"README.md", "docs/camel-cli.md"}) {
      assertThat(Path.of(page)).content().contains("--dep=" + dependency);
    }
  }

  private static Properties read(String file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    }
    return properties;
  }
}
