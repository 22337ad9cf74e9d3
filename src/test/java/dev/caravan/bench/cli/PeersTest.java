package dev.caravan.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.peers.Executables;
import dev.caravan.bench.run.Contestant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {

  private final ClassPaths here = ClassPaths.ofThisBuild();
  private final List<String> progress = new ArrayList<>();
  private final Map<String, String> leftOut = new TreeMap<>();

  @Test
  void without_go_its_contestants_are_left_out_and_the_report_says_so(@TempDir Path empty)
      throws Exception {
    List<Contestant> chosen =
        List.of(Contestant.LOOP, Contestant.GOLOOP, Contestant.CARAVAN, Contestant.BENTHOS);

    Peers peers = Peers.of(chosen, here, new Executables(empty.toString()), progress::add);

    assertThat(peers.able(chosen, leftOut, progress::add))
        .containsExactly(Contestant.LOOP, Contestant.CARAVAN);
    assertThat(leftOut)
        .containsExactly(
            entry("benthos", "go is not on the PATH"), entry("goloop", "go is not on the PATH"));
    assertThat(progress)
        .contains(
            "Go loop is left out: go is not on the PATH",
            "Benthos with AWS plugins is left out: go is not on the PATH");
  }

  @Test
  void nothing_is_built_if_no_contestant_needs_go(@TempDir Path empty) throws Exception {
    List<Contestant> chosen = List.of(Contestant.LOOP, Contestant.CARAVAN);

    Peers peers = Peers.of(chosen, here, new Executables(empty.toString()), progress::add);

    assertThat(peers.able(chosen, leftOut, progress::add)).isEqualTo(chosen);
    assertThat(progress).isEmpty();
    assertThat(leftOut).isEmpty();
  }
}
