package dev.caravan.local;

import java.security.SecureRandom;
import java.util.HexFormat;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Random keys, new at every start, so that no file contains a key, real or invented. */
record Credentials(String accessKeyId, String secretAccessKey) {

  /**
   * The keys of all servers in this JVM. The SDK's clients read their keys from the JVM's system
   * properties at every call, so servers with keys of their own would refuse each other's clients.
   */
  static final Credentials OF_THIS_JVM = random();

  private static Credentials random() {
    return new Credentials("local" + hex(6), hex(20));
  }

  /**
   * Whether a request is signed with these keys. Only the key's id is compared, not the signature.
   *
   * @param authorization the request's {@code Authorization} header
   */
  boolean signed(String authorization) {
    return authorization.startsWith("AWS4-HMAC-SHA256 ")
        && authorization.contains("Credential=" + accessKeyId + "/")
        && authorization.contains("Signature=");
  }

  StaticCredentialsProvider provider() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(accessKeyId, secretAccessKey));
  }

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
