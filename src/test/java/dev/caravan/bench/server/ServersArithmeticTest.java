package dev.caravan.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServersArithmeticTest {

  @Test
  void image_like_calls_take_five_to_twelve_seconds_and_about_eight() {
    int[] millis = IntStream.range(0, 2_000).map(Latency.IMAGE_LIKE::ofCall).toArray();

    assertThat(IntStream.of(millis).boxed())
        .allSatisfy(each -> assertThat(each).isBetween(5_000, 12_000));
    assertThat(IntStream.of(millis).average().orElseThrow()).isBetween(7_800.0, 8_200.0);
  }

  @Test
  void a_quota_admits_its_calls_per_minute_however_many_arrive() {
    Quota quota = new Quota(600);
    long second = TimeUnit.SECONDS.toNanos(1);

    long admitted =
        LongStream.range(0, 6_000).filter(n -> quota.admits(1 + n * second / 100)).count();

    // A minute at ten calls a second, plus the second's worth in the bucket at the start.
    assertThat(admitted).isBetween(608L, 611L);
  }

  @Test
  void a_chunked_upload_is_decoded_to_its_content() {
    Buffer body =
        Buffer.buffer("5;chunk-signature=ab\r\nhello\r\n3\r\nyou\r\n0\r\nx-amz-checksum:c\r\n\r\n");

    assertThat(AwsChunked.decode(body)).hasToString("helloyou");
  }

  @Test
  void the_key_of_every_object_contains_the_prompts_id() {
    assertThat(S3Call.id("/bucket/images/a-1.png")).isEqualTo("a-1");
    assertThat(S3Call.id("/bucket/generations/a-1.json")).isEqualTo("a-1");
    assertThat(S3Call.id("/bucket/index/0123456789012-a-1")).isEqualTo("a-1");
  }

  @Test
  void added_time_excludes_the_servers_time() {
    Journey journey = new Journey();
    journey.call(1_000_000, 1_500_000, 3_000_000);
    journey.call(5_000_000, 5_000_000, 6_000_000);

    assertThat(journey.busyMicros()).isEqualTo(2_500);
    assertThat(journey.addedMicros()).as("with the sending of the first").isEqualTo(2_500);
  }

  @Test
  void the_checksum_of_attributes_covers_names_types_and_values_sorted_by_name() {
    JsonObject attributes =
        new JsonObject()
            .put("b", new JsonObject().put("DataType", "Number").put("StringValue", "22"))
            .put("a", new JsonObject().put("DataType", "String").put("StringValue", "1"));

    assertThat(Md5.of(attributes)).isEqualTo("05861f54942f2fb6628e47a499320179");
  }
}
