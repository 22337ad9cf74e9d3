package dev.caravan.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.caravan.generation.Generation;
import java.io.IOException;
import java.time.Instant;

/**
 * Reads and writes records as JSON: times in ISO 8601, null fields omitted. Unknown fields, of
 * later versions, are skipped.
 */
public final class RecordJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new Iso8601()))
          .build();

  /** The mapper, for answers that contain a record. */
  public JsonMapper mapper() {
    return JSON;
  }

  byte[] write(Generation generation) {
    try {
      return JSON.writeValueAsBytes(generation);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record could not be written as JSON.", e);
    }
  }

  /**
   * @throws UnreadableRecordException if the object is not a record, or has a newer format
   */
  Generation read(String key, byte[] json) {
    try {
      JsonNode tree = JSON.readTree(json);
      int schema = tree.path("schema").asInt();
      if (schema > Generation.SCHEMA) {
        throw UnreadableRecordException.later(key, schema, Generation.SCHEMA);
      }
      if (schema < 1 || !tree.hasNonNull("id") || !tree.hasNonNull("state")) {
        throw UnreadableRecordException.broken(key);
      }
      // Reads the bytes again, because a tree drops trailing zeros of a price.
      Generation record = JSON.readValue(json, Generation.class);
      if (record.times() == null
          || record.times().received() == null
          || record.isDone() && record.result() == null) {
        throw UnreadableRecordException.broken(key);
      }
      return record;
    } catch (IOException e) {
      throw UnreadableRecordException.broken(key);
    }
  }

  private static final class Iso8601 extends FromStringDeserializer<Instant> {

    Iso8601() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String value, DeserializationContext context) {
      return Instant.parse(value);
    }
  }
}
