package dev.caravan.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccountTest {

  private final Account account = new Account();

  @Test
  void new_objects_are_counted_by_folder() {
    account.created("images", 50);
    account.created("images", 70);
    account.created("index", 0);

    JsonObject objects = account.counts().getJsonObject("objects");
    assertThat(objects.getJsonObject("images").getMap()).containsEntry("count", 2);
    assertThat(objects.getJsonObject("images").getLong("bytes")).isEqualTo(120);
    assertThat(objects.getJsonObject("index").getInteger("count")).isEqualTo(1);

    account.begin();
    assertThat(account.counts().getJsonObject("objects")).isEmpty();
  }

  @Test
  void the_first_receive_is_timed_from_the_begin_of_the_round() throws Exception {
    account.called("ReceiveMessage");
    account.begin();
    assertThat(account.counts().getValue("firstReceiveMicros")).isNull();

    TimeUnit.MILLISECONDS.sleep(2);
    account.called("DeleteMessageBatch");
    account.called("ReceiveMessage");
    long first = account.counts().getLong("firstReceiveMicros");
    account.called("ReceiveMessage");

    assertThat(first).isGreaterThanOrEqualTo(2_000);
    assertThat(account.counts().getLong("firstReceiveMicros")).isEqualTo(first);
  }

  @Test
  void a_journey_ends_with_its_last_call_if_its_prompt_is_stored() {
    account.begin();
    long now = System.nanoTime();
    account.called("S3PUT", "stored", now, now, now + 5_000_000);
    account.called("S3PUT", "begun", now, now, now + 5_000_000);
    account.recordDone("stored");

    assertThat(account.journeys())
        .allSatisfy(
            journey -> {
              var each = (io.vertx.core.json.JsonArray) journey;
              if (each.getString(0).equals("stored")) {
                assertThat(each.getLong(3)).isGreaterThanOrEqualTo(5_000);
              } else {
                assertThat(each.getLong(3)).isEqualTo(-1);
              }
            })
        .hasSize(2);
  }
}
