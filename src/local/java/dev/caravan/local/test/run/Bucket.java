package dev.caravan.local.test.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Generation;
import dev.caravan.store.RecordJson;
import dev.caravan.store.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The contents of a stage's bucket. */
final class Bucket implements AutoCloseable {

  private final S3Client s3;
  private final String name;
  private final Records records;

  Bucket(S3Client s3, String name, String prefix) {
    this.s3 = s3;
    this.name = name;
    this.records = new Records(s3, name, prefix);
  }

  String name() {
    return name;
  }

  void clear() {
    List<ObjectIdentifier> all =
        keys().stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    if (!all.isEmpty()) {
      s3.deleteObjects(delete -> delete.bucket(name).delete(these -> these.objects(all)));
    }
  }

  /** All keys; a test stores few objects. */
  List<String> keys() {
    return s3.listObjectsV2Paginator(list -> list.bucket(name)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  void put(Generation record) {
    records.create(record);
  }

  void put(String key, String contentType, Map<String, String> metadata, byte[] content) {
    s3.putObject(
        put -> put.bucket(name).key(key).contentType(contentType).metadata(metadata),
        RequestBody.fromBytes(content));
  }

  /** The record as it is stored; missing if there is none. */
  JsonNode record(String id) throws IOException {
    Optional<Generation> record = records.find(id);
    return record.isEmpty()
        ? MissingNode.getInstance()
        : Trees.JSON.readTree(new RecordJson().mapper().writeValueAsBytes(record.get()));
  }

  /**
   * {@code contentType}, {@code bytes}, {@code text} and {@code metadata}; missing if there is no
   * object.
   */
  JsonNode object(String key) {
    try {
      ResponseBytes<GetObjectResponse> found =
          s3.getObjectAsBytes(get -> get.bucket(name).key(key));
      ObjectNode view = JsonNodeFactory.instance.objectNode();
      view.put("contentType", found.response().contentType());
      view.put("bytes", found.asByteArrayUnsafe().length);
      if (!found.response().contentType().startsWith("image/")) {
        view.put("text", new String(found.asByteArrayUnsafe(), StandardCharsets.UTF_8));
      }
      ObjectNode metadata = view.putObject("metadata");
      found.response().metadata().forEach(metadata::put);
      return view;
    } catch (NoSuchKeyException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
