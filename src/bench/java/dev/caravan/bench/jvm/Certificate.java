package dev.caravan.bench.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate for loopback, made for one run: AWS is reached by TLS alone, and over plain HTTP
 * the SDK signs what it does not sign there.
 *
 * @param file a PKCS #12 store with the certificate and its key; ends with the program
 */
record Certificate(Path file, String password) {

  /**
   * @param java the JDK's folder
   */
  static Certificate make(Path java) throws IOException {
    Path folder = Files.createTempDirectory("caravan-bench-tls");
    Certificate made = new Certificate(folder.resolve("loopback.p12"), random());
    folder.toFile().deleteOnExit();
    made.file.toFile().deleteOnExit();
    Process keytool =
        new ProcessBuilder(
                java.resolve("bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "loopback",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                made.file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                made.password)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new BenchFailedException("No certificate could be made; keytool said:\n" + said);
    }
    return made;
  }

  /** What a JVM takes from {@code JDK_JAVA_OPTIONS} to trust it. */
  String trustOptions() {
    return String.join(
        " ",
        List.of(
            "-Djavax.net.ssl.trustStore=" + file,
            "-Djavax.net.ssl.trustStorePassword=" + password));
  }

  private static String random() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
