package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.Version;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Checks that the Camel CLI gets the same settings as the service. */
class CamelCliFilesTest {

  private static final String DEPENDENCIES = "camel.jbang.dependencies";

  @Test
  void the_camel_cli_has_the_settings_that_the_service_has() throws IOException {
    Properties cli = read("routes/application.properties");
    cli.remove(DEPENDENCIES);

    assertThat(cli).isEqualTo(read("src/main/resources/application.properties"));
  }

  @Test
  void every_file_names_this_version_for_the_camel_cli() throws IOException {
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
