package dev.caravan.store;

import dev.caravan.generation.Result;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads results from S3. No call holds a connection of S3 after it has returned. */
public final class Contents {

  private static final byte[] NOTHING = {};

  private final S3Client s3;

  public Contents(S3Client s3) {
    this.s3 = s3;
  }

  /**
   * The text that a text model wrote.
   *
   * @throws StoreException if S3 can't be read
   */
  public String text(Result result) {
    try {
      return s3.getObjectAsBytes(get -> get.bucket(result.bucket()).key(result.key()))
          .asUtf8String();
    } catch (SdkException e) {
      throw new StoreException("Can't read " + result.path(), e);
    }
  }

  /**
   * Some bytes of a result; empty if its object is missing.
   *
   * @param first position of the first byte
   * @param version that the object must still have; null for the first piece of several
   * @throws StoreException if S3 can't be read, or if the object is not the one of the record
   */
  public Optional<Piece> piece(Result result, long first, int length, String version) {
    String range = "bytes=" + first + '-' + (first + length - 1);
    try {
      Piece piece =
          s3.getObject(
              get -> get.bucket(result.bucket()).key(result.key()).range(range).ifMatch(version),
              (answer, in) ->
                  new Piece(isOf(result, answer) ? read(in, length) : dropped(in), answer.eTag()));
      if (piece.bytes().length != length) {
        throw changed(result, null);
      }
      return Optional.of(piece);
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return Optional.empty();
      }
      throw S3Answers.isOtherVersion(e)
          ? changed(result, e)
          : new StoreException("Can't read " + result.path(), e);
    }
  }

  /**
   * True if the object has the size of the result. A store without ranges answers with all of it.
   */
  private static boolean isOf(Result result, GetObjectResponse answer) {
    return answer.contentRange() == null
        ? answer.contentLength() == result.bytes()
        : answer.contentRange().endsWith("/" + result.bytes());
  }

  private static byte[] dropped(AbortableInputStream in) {
    in.abort();
    return NOTHING;
  }

  /** Reads one byte more than there should be, because only the end frees the connection. */
  private static byte[] read(AbortableInputStream in, int length) {
    try {
      byte[] bytes = in.readNBytes(length + 1);
      if (bytes.length > length) {
        in.abort();
      }
      return bytes;
    } catch (IOException e) {
      throw RetryableException.create("The answer of S3 ended early", e);
    }
  }

  private static StoreException changed(Result result, SdkException cause) {
    return new StoreException(
        result.path() + " was replaced: it is not the object that the record names", cause);
  }

  /**
   * Whether the object of a result is still there; it may have been deleted by hand or by the
   * bucket's life cycle.
   *
   * @throws StoreException if S3 can't be asked
   */
  public boolean isStored(Result result) {
    try {
      s3.headObject(head -> head.bucket(result.bucket()).key(result.key()));
      return true;
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return false;
      }
      throw new StoreException("Can't look for " + result.path(), e);
    }
  }
}
