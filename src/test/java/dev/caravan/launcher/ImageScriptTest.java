package dev.caravan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Caravan in its image, with a java that only prints its arguments. */
@EnabledOnOs(OS.LINUX)
class ImageScriptTest {

  @TempDir Path folder;

  @Test
  void without_jars_beside_the_routes_the_class_path_is_that_of_the_aot_cache() throws Exception {
    assertThat(run("serve"))
        .containsExactly(
            "@H/java.options",
            "@H/service.options",
            "-XX:AOTCache=H/service.aot",
            "-Xmx1g",
            "-Da=b",
            "dev.caravan.Caravan",
            "serve");
  }

  @Test
  void jars_beside_the_routes_come_after_the_class_path_of_the_aot_cache() throws Exception {
    Files.createDirectory(folder.resolve("lib"));
    Files.createFile(folder.resolve("lib/b.jar"));
    Files.createFile(folder.resolve("lib/a c.jar"));
    Files.createFile(folder.resolve("lib/pom.xml"));

    assertThat(run("send", "two words"))
        .endsWith(
            "-Da=b",
            "-cp",
            "H/app/caravan.jar:H/app/lib/x.jar:H/lib/a c.jar:H/lib/b.jar",
            "dev.caravan.Caravan",
            "send",
            "two words");
  }

  /** The arguments of java, with H for the folder. */
  private List<String> run(String... arguments) throws Exception {
    String script = Files.readString(Path.of("src/image/caravan"));
    Path copy = program("caravan", script.replace("home=/opt/caravan", "home='" + folder + "'"));
    program("java", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.writeString(
        folder.resolve("service.options"),
        "-cp \"" + folder + "/app/caravan.jar:" + folder + "/app/lib/x.jar\"\n");
    ProcessBuilder builder = new ProcessBuilder(copy.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("CARAVAN_JAVA_OPTS", "-Xmx1g -Da=b");
    builder.environment().remove("CARAVAN_IMAGE");
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return printed.replace(folder.toString(), "H").lines().toList();
  }

  private Path program(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
