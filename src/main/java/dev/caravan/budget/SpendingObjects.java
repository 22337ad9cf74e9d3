package dev.caravan.budget;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.store.Keys;
import dev.caravan.store.StoreException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The amount that each instance has spent in a day, in one small S3 object per instance: {@code
 * budget/{yyyy-mm-dd}/{instance}.json} with {@code {"usd":0.12}}. Only that instance writes it. One
 * thread at a time may call {@link #readOthers} and {@link #write}.
 */
public final class SpendingObjects {

  private record Known(String etag, BigDecimal usd) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3Client s3;
  private final String bucket;
  private final Keys keys;
  private final String instance = UUID.randomUUID().toString();
  private Map<String, Known> known = Map.of();

  /** What {@link #readSince} has read; guarded by this object's monitor. */
  private Map<String, Known> knownOfDays = Map.of();

  public SpendingObjects(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
  }

  void write(DaySpending.Part own) {
    String key = key(own.day());
    try {
      s3.putObject(
          put -> put.bucket(bucket).key(key).contentType("application/json"),
          RequestBody.fromString("{\"usd\":" + own.usd().toPlainString() + "}"));
    } catch (SdkException e) {
      throw new StoreException("Can't write s3://" + bucket + "/" + key, e);
    }
  }

  /** The sum of what all other instances have written for that day; reads only changed objects. */
  DaySpending.Part readOthers(LocalDate day) {
    Map<String, Known> found = new HashMap<>();
    String folder = keys.budget(day);
    try {
      s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder)).contents().stream()
          .filter(object -> !object.key().equals(key(day)))
          .forEach(object -> found.put(object.key(), lookUp(object, known)));
    } catch (SdkException e) {
      throw new StoreException("Can't read s3://" + bucket + "/" + folder, e);
    }
    known = found;
    BigDecimal total =
        found.values().stream().map(Known::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new DaySpending.Part(day, total);
  }

  /**
   * The amounts of the days since {@code first}, without what this instance has spent {@code
   * today}. Reads only changed objects; a day without objects is missing.
   */
  synchronized Map<LocalDate, BigDecimal> readSince(LocalDate first, LocalDate today) {
    Map<String, Known> found = new HashMap<>();
    Map<LocalDate, BigDecimal> days = new HashMap<>();
    String folder = keys.budget();
    try {
      s3
          .listObjectsV2Paginator(
              list -> list.bucket(bucket).prefix(folder).startAfter(keys.budget(first)))
          .contents()
          .stream()
          .filter(object -> !object.key().equals(key(today)))
          .forEach(
              object -> {
                Known amount = lookUp(object, knownOfDays);
                found.put(object.key(), amount);
                day(object.key()).ifPresent(day -> days.merge(day, amount.usd(), BigDecimal::add));
              });
    } catch (SdkException e) {
      throw new StoreException("Can't read s3://" + bucket + "/" + folder, e);
    }
    knownOfDays = found;
    return days;
  }

  private Optional<LocalDate> day(String key) {
    String name = key.substring(keys.budget().length());
    try {
      return Optional.of(LocalDate.parse(name.substring(0, Math.max(0, name.indexOf('/')))));
    } catch (DateTimeParseException e) {
      // Caravan writes no such object.
      return Optional.empty();
    }
  }

  private Known lookUp(S3Object object, Map<String, Known> known) {
    Known before = known.get(object.key());
    return before != null && before.etag().equals(object.eTag())
        ? before
        : new Known(object.eTag(), read(object.key()));
  }

  private BigDecimal read(String key) {
    String text = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
    try {
      JsonNode usd = JSON.readTree(text).path("usd");
      if (usd.isNumber()) {
        return usd.decimalValue();
      }
    } catch (JacksonException e) {
      // Reported below, with the right format.
    }
    throw new StoreException(
        "s3://%s/%s does not contain an amount; it must look like {\"usd\":0.12}."
            .formatted(bucket, key));
  }

  private String key(LocalDate day) {
    return keys.budget(day) + instance + ".json";
  }
}
