package dev.caravan.routes.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettlingTest {

  private static final Snapshot SHIPPED = files("a", "1", "b", "1");

  private final Settling settling = new Settling(SHIPPED);

  @Test
  void unchanged_files_are_no_change() {
    assertThat(settling.look(SHIPPED, millis(0))).isEmpty();
    assertThat(settling.look(SHIPPED, millis(60_000))).isEmpty();
  }

  @Test
  void a_change_is_returned_once_after_a_quiet_period() {
    Snapshot edited = files("a", "2", "b", "1");

    assertThat(settling.look(edited, millis(0))).isEmpty();
    assertThat(settling.look(edited, millis(299))).isEmpty();
    assertThat(settling.look(edited, millis(300))).contains(edited);
    assertThat(settling.look(edited, millis(600))).isEmpty();
  }

  @Test
  void a_burst_of_saves_is_one_change_to_the_last_save() {
    for (int save = 0; save < 20; save++) {
      assertThat(settling.look(files("a", "save" + save, "b", "1"), millis(save * 200L))).isEmpty();
    }
    Snapshot last = files("a", "save19", "b", "1");
    assertThat(settling.look(last, millis(20 * 200L + 300))).contains(last);
  }

  @Test
  void a_file_that_is_missing_while_an_editor_renames_is_not_deleted() {
    Snapshot without = files("b", "1");
    Snapshot renamed = files("a", "2", "b", "1");

    settling.look(without, millis(0));
    assertThat(settling.look(without, millis(900))).isEmpty();
    settling.look(renamed, millis(950));

    assertThat(settling.look(renamed, millis(1_250))).contains(renamed);
  }

  @Test
  void a_file_that_stays_missing_is_deleted() {
    Snapshot without = files("b", "1");

    settling.look(without, millis(0));

    assertThat(settling.look(without, millis(1_000))).contains(without);
  }

  @Test
  void an_edit_that_is_reverted_in_time_is_no_change() {
    settling.look(files("a", "2", "b", "1"), millis(0));

    assertThat(settling.look(SHIPPED, millis(100))).isEmpty();
    assertThat(settling.look(SHIPPED, millis(1_000))).isEmpty();
  }

  @Test
  void a_change_that_was_not_used_is_returned_again() {
    Snapshot edited = files("a", "2", "b", "1");
    settling.look(edited, millis(0));
    assertThat(settling.look(edited, millis(300))).contains(edited);

    settling.again();

    assertThat(settling.look(edited, millis(450))).contains(edited);
  }

  private static Snapshot files(String... namesAndTexts) {
    Map<String, String> files = new TreeMap<>();
    for (int at = 0; at < namesAndTexts.length; at += 2) {
      files.put(namesAndTexts[at], namesAndTexts[at + 1]);
    }
    return new Snapshot(new TreeMap<>(files));
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
