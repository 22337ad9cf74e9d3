package dev.caravan.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.result.Report;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ObjectsTest {

  @Test
  void one_object_of_each_kind_for_each_prompt_is_right() throws IOException {
    assertThat(Objects.ALL.complaint(stored(3, 3, 3, 150), 3, 50)).isEmpty();
    assertThat(Objects.NO_INDEX.complaint(stored(3, 3, 0, 150), 3, 50)).isEmpty();
  }

  @Test
  void a_missing_or_unexpected_object_is_named() throws IOException {
    assertThat(Objects.ALL.complaint(stored(3, 2, 0, 150), 3, 50))
        .isEqualTo("2 objects in images/ instead of 3, 0 objects in index/ instead of 3");
    assertThat(Objects.NO_INDEX.complaint(stored(3, 3, 1, 150), 3, 50))
        .isEqualTo("1 objects in index/ instead of 0");
  }

  @Test
  void an_image_that_is_not_whole_is_noticed() throws IOException {
    assertThat(Objects.ALL.complaint(stored(3, 3, 3, 149), 3, 50))
        .isEqualTo("images of 149 bytes instead of 150");
  }

  @Test
  void only_a_contestant_in_go_may_call_the_model_again_and_only_seldom() throws IOException {
    Calls twice =
        new Calls(
            Report.JSON.readTree("{\"stored\": 20, \"modelCalls\": 21, \"invokedTwice\": 1}"));

    assertThat(twice.complaint(20, Contestant.GOLOOP.mayPayTwice(20))).isEmpty();
    assertThat(twice.complaint(20, Contestant.CARAVAN.mayPayTwice(20)))
        .isEqualTo("20 prompts: 21 model calls, 20 stored, 1 paid for or stored twice");
    assertThat(twice.complaint(20, 0)).isNotEmpty();
  }

  private static Calls stored(int records, int images, int index, long bytes) throws IOException {
    return new Calls(
        Report.JSON.readTree(
            """
            {"objects": {
              "generations": {"count": %d, "bytes": 1},
              "images": {"count": %d, "bytes": %d},
              "index": {"count": %d, "bytes": 0}}}
            """
                .formatted(records, images, bytes, index)));
  }
}
