package dev.caravan.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects below {@code search/}: a map, segments with entries, and marks for records that have
 * changed since their segment was written. All of them are made from the records and may be lost.
 */
final class SearchObjects {

  /** As many as S3 lists in one answer. */
  static final int MOST_LISTED = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(SearchObjects.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();

  /**
   * The map as it was read.
   *
   * @param version null if there is none
   */
  record Version(SearchMap map, String version) {}

  private final S3Client s3;
  private final String bucket;
  private final Keys keys;

  SearchObjects(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  /**
   * @return an empty map if there is none, or it is not readable
   * @throws StoreException if S3 can't be read
   */
  Version readMap() {
    try {
      ResponseBytes<GetObjectResponse> object =
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(keys.searchMap()));
      return new Version(parsed(object.asByteArrayUnsafe()), object.response().eTag());
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return new Version(SearchMap.EMPTY, null);
      }
      throw failed("read", keys.searchMap(), e);
    }
  }

  private static SearchMap parsed(byte[] json) {
    try {
      return JSON.readValue(json, SearchMap.class);
    } catch (IOException e) {
      return SearchMap.EMPTY;
    }
  }

  /**
   * @return false if another instance has changed the map since
   * @throws StoreException if S3 refuses the write
   */
  boolean writeMap(SearchMap map, String version) {
    byte[] json = json(map);
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(keys.searchMap())
            .contentType("application/json")
            .checksumCRC32(HeaderChecksums.crc32(json));
    if (version == null) {
      put.ifNoneMatch("*");
    } else {
      put.ifMatch(version);
    }
    try {
      s3.putObject(put.build(), RequestBody.fromBytes(json));
      return true;
    } catch (SdkException e) {
      if (S3Answers.isConflict(e) || S3Answers.isMissing(e)) {
        return false;
      }
      throw failed("write", keys.searchMap(), e);
    }
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An object of the search could not be written as JSON.", e);
    }
  }

  /**
   * @return empty if the object is missing or not readable
   * @throws StoreException if S3 can't be read
   */
  Optional<List<SearchEntry>> readSegment(String key) {
    try {
      byte[] packed = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe();
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        return Optional.of(JSON.readerFor(SearchEntry.class).<SearchEntry>readValues(in).readAll());
      }
    } catch (IOException e) {
      // The cause would quote prompts.
      LOG.warn("The search skips {}, which is not readable.", key);
      return Optional.empty();
    } catch (SdkException e) {
      if (S3Answers.isMissing(e)) {
        return Optional.empty();
      }
      throw failed("read", key, e);
    }
  }

  /** A new object. */
  record Written(String key, long bytes) {

    static final Written NOTHING = new Written(null, 0);
  }

  /**
   * @throws StoreException if S3 refuses the write
   */
  Written writeSegment(List<SearchEntry> entries) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (SearchEntry entry : entries) {
        out.write(json(entry));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes everything", e);
    }
    byte[] bytes = packed.toByteArray();
    // Segments never change, so a reader with an older map finds what it expects.
    String key = keys.searchSegments() + UUID.randomUUID() + ".jsonl.gz";
    try {
      s3.putObject(
          put ->
              put.bucket(bucket)
                  .key(key)
                  .contentType("application/gzip")
                  .checksumCRC32(HeaderChecksums.crc32(bytes)),
          RequestBody.fromBytes(bytes));
      return new Written(key, bytes.length);
    } catch (SdkException e) {
      throw failed("write", key, e);
    }
  }

  /** The objects of all segments, also those that the map no longer contains. */
  List<S3Object> segments() {
    try {
      return s3
          .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(keys.searchSegments()))
          .contents()
          .stream()
          .toList();
    } catch (SdkException e) {
      throw failed("list", keys.searchSegments(), e);
    }
  }

  /**
   * Some marks, in the order of their positions.
   *
   * @param next the name behind which others follow; null if there are none
   */
  record MarkPage(List<SearchMark> marks, String next) {}

  /**
   * Marks of changed records, at most {@value #MOST_LISTED}.
   *
   * @param after the position or name behind which to list; empty for all
   */
  MarkPage marks(String after) {
    String folder = keys.searchMarks();
    try {
      ListObjectsV2Response listed =
          s3.listObjectsV2(
              list ->
                  list.bucket(bucket)
                      .prefix(folder)
                      .maxKeys(MOST_LISTED)
                      .startAfter(folder + after));
      List<String> names =
          listed.contents().stream()
              .map(object -> object.key().substring(folder.length()))
              .toList();
      boolean more = Boolean.TRUE.equals(listed.isTruncated()) && !names.isEmpty();
      return new MarkPage(
          names.stream()
              .map(name -> SearchMark.of(folder + name, name))
              .flatMap(Optional::stream)
              .toList(),
          more ? names.get(names.size() - 1) : null);
    } catch (SdkException e) {
      throw failed("list", folder, e);
    }
  }

  void delete(String key) {
    try {
      s3.deleteObject(object -> object.bucket(bucket).key(key));
    } catch (SdkException e) {
      throw failed("delete", key, e);
    }
  }

  private StoreException failed(String what, String key, SdkException e) {
    return new StoreException("Can't %s s3://%s/%s".formatted(what, bucket, key), e);
  }
}
