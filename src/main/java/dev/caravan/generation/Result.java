package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A stored result.
 *
 * @param key the S3 key, built from the generation's id only
 * @param bytes size of the object
 * @param sha256 of the stored bytes, in lower-case hex
 */
public record Result(String bucket, String key, String contentType, long bytes, String sha256) {

  @JsonIgnore
  public boolean isImage() {
    return contentType.startsWith("image/");
  }

  /** The last part of the key, for callers that save the result. It has no text of a caller. */
  @JsonIgnore
  public String fileName() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  public String path() {
    return "s3://" + bucket + "/" + key;
  }
}
