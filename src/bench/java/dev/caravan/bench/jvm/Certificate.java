package dev.caravan.bench.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate for loopback, made for one run: AWS is reached only by TLS, and over plain HTTP the
 * SDK signs more than it does over TLS.
 *
 * @param file a PKCS #12 store with the certificate and its key; deleted when the program ends
 * @param trusted a store with only the certificate, neither encrypted nor sealed, like a JDK's own
 *     {@code cacerts}: decryption would add a tenth of a second to every start; deleted when the
 *     program ends
 * @param pem only the certificate, for programs that are not Java; deleted when the program ends
 */
record Certificate(Path file, String password, Path trusted, Path pem) {

  private static final String ALIAS = "loopback";

  /**
   * @param java the JDK's folder
   */
  static Certificate make(Path java) throws IOException {
    Path folder = Files.createTempDirectory("caravan-bench-tls");
    Certificate made =
        new Certificate(
            folder.resolve("loopback.p12"),
            random(),
            folder.resolve("trusted.p12"),
            folder.resolve("loopback.pem"));
    folder.toFile().deleteOnExit();
    for (Path file : List.of(made.file, made.trusted, made.pem)) {
      file.toFile().deleteOnExit();
    }
    made.keytool(
        java,
        made.file,
        List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1"),
        List.of("-ext", "san=ip:127.0.0.1", "-validity", "2"));
    made.keytool(
        java, made.file, List.of("-exportcert", "-rfc"), List.of("-file", made.pem.toString()));
    made.keytool(
        java,
        made.trusted,
        List.of(
            "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
            "-J-Dkeystore.pkcs12.macAlgorithm=NONE",
            "-importcert",
            "-noprompt"),
        List.of("-file", made.pem.toString()));
    return made;
  }

  private void keytool(Path java, Path store, List<String> command, List<String> options)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(java.resolve("bin/keytool").toString()));
    all.addAll(command);
    all.addAll(options);
    all.addAll(List.of("-alias", ALIAS, "-keystore", store.toString()));
    all.addAll(List.of("-storetype", "PKCS12", "-storepass", password));
    Process keytool = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new BenchFailedException("Can't create a certificate. Output of keytool:\n" + said);
    }
  }

  /** The options with which a JVM trusts the certificate, for {@code JDK_JAVA_OPTIONS}. */
  String trustOptions() {
    return "-Djavax.net.ssl.trustStore=" + trusted;
  }

  private static String random() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
