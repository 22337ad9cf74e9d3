package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Where a result lies and what it is.
 *
 * @param key the S3 key, made from the generation's id alone
 * @param bytes its size
 * @param sha256 of the stored bytes, in lower-case hex
 */
public record Result(String bucket, String key, String contentType, long bytes, String sha256) {

  @JsonIgnore
  public boolean isImage() {
    return contentType.startsWith("image/");
  }

  public String path() {
    return "s3://" + bucket + "/" + key;
  }
}
