package dev.caravan.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars of the production class path, in {@code target/lib}. */
final class ImageJars {

  private static final Path LIB = Path.of("target/lib");
  private static final Pattern NAME = Pattern.compile("(.+?)-(\\d.*)[.]jar");

  private ImageJars() {}

  static List<Path> all() throws IOException {
    try (Stream<Path> jars = Files.list(LIB)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** {@code netty-common} of {@code netty-common-4.1.140.Final.jar}. */
  static String artifact(String jar) {
    return part(jar, 1);
  }

  /** {@code 4.1.140.Final} of {@code netty-common-4.1.140.Final.jar}. */
  static String version(String jar) {
    return part(jar, 2);
  }

  private static String part(String jar, int group) {
    Matcher name = NAME.matcher(jar);
    if (!name.matches()) {
      throw new AssertionError("no version in the name " + jar);
    }
    return name.group(group);
  }
}
