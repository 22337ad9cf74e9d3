package dev.caravan.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Caravan's version, read from {@code pom.xml}. */
public final class Version {

  private static final Pattern OURS =
      Pattern.compile("<artifactId>caravan</artifactId>\\s*<version>([^<]+)</version>");

  private Version() {}

  public static String ofThePom() throws IOException {
    Matcher found = OURS.matcher(Files.readString(Path.of("pom.xml")));
    if (!found.find()) {
      throw new AssertionError("no version in pom.xml");
    }
    return found.group(1);
  }
}
