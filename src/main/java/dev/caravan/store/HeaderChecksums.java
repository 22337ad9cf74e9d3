package dev.caravan.store;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Has S3 check what Caravan stores by a checksum in the request's head. The SDK's own comes behind
 * the body, which it copies for that, chunk by chunk; a result's digest is known before, because it
 * stands in the metadata. What else is put goes the SDK's way, streams too.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">AWS:
 *     checking object integrity</a>
 */
final class HeaderChecksums extends DelegatingS3Client {

  /** The field of an object's metadata that has the SHA-256 of its content, in hex. */
  static final String SHA256 = "sha256";

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  HeaderChecksums(S3Client s3) {
    super(s3);
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest put, RequestBody content) {
    String digest = put.metadata().get(SHA256);
    boolean known = digest != null && HEX.matcher(digest).matches();
    return super.putObject(
        known
            ? put.toBuilder().checksumSHA256(base64(HexFormat.of().parseHex(digest))).build()
            : put,
        content);
  }

  /** The checksum of a small object, as S3 wants it. */
  static String crc32(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return base64(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
  }

  private static String base64(byte[] digest) {
    return Base64.getEncoder().encodeToString(digest);
  }
}
