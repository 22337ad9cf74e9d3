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
 * Sends the checksum of a result in the request's headers, so that S3 verifies what it stores. The
 * SDK would send it after the body and copy the body chunk by chunk to compute it. The digest of a
 * result is known before, because it is part of the object's metadata. Objects without that
 * metadata use the SDK's checksum.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">AWS:
 *     checking object integrity</a>
 */
final class HeaderChecksums extends DelegatingS3Client {

  /** The metadata field with the SHA-256 of the object's content, in hex. */
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

  /** The CRC-32 of a small object, in base64 as S3 expects it. */
  static String crc32(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return base64(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
  }

  private static String base64(byte[] digest) {
    return Base64.getEncoder().encodeToString(digest);
  }
}
