package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningLocalsTest {

  private static final long ME = ProcessHandle.current().pid();
  private static final long PARENT = ProcessHandle.current().parent().orElseThrow().pid();

  @TempDir Path home;

  @Test
  void lists_those_that_run_the_newest_first_and_forgets_those_that_stop() throws Exception {
    RunningLocals locals = new RunningLocals(home.resolve("local"));
    assertThat(locals.list()).isEmpty();
    long now = System.currentTimeMillis();
    RunningLocal older = local(8080, PARENT, now);
    RunningLocal newer = local(8081, ME, now + 1);

    locals.announce(newer);
    locals.announce(older);

    assertThat(locals.list()).containsExactly(newer, older);
    locals.withdraw(newer);
    assertThat(locals.list()).containsExactly(older);
    locals.withdraw(newer);
    locals.withdraw(older);
    assertThat(locals.list()).isEmpty();
  }

  @Test
  void ignores_processes_that_ended_even_if_their_id_is_used_again() throws Exception {
    RunningLocals locals = new RunningLocals(home);
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    locals.announce(local(8080, ended.pid(), System.currentTimeMillis()));
    Files.writeString(home.resolve("17.json"), "unfinis");
    // The process of this id started long after its file says.
    locals.announce(local(8081, ME, 1_000));
    assertThat(locals.list()).isEmpty();

    RunningLocal running = local(8082, PARENT, System.currentTimeMillis());
    locals.announce(running);

    assertThat(locals.list()).containsExactly(running);
    assertThat(home).isDirectoryNotContaining("glob:**/17.json");
    assertThat(home).isDirectoryNotContaining("glob:**/" + ended.pid() + ".json");
  }

  @Test
  void each_port_names_its_local_and_no_other() {
    RunningLocal local = local(8080, ME, 1);

    for (int port : new int[] {8080, 18080, 28080, 38080, 48080}) {
      assertThat(local.hasPort(port)).as("port " + port).isTrue();
    }
    assertThat(local.hasPort(8081)).isFalse();
    assertThat(local.hasPort(80)).isFalse();
  }

  private static RunningLocal local(int port, long pid, long startedAt) {
    String base = "http://127.0.0.1:";
    return new RunningLocal(
        base + port,
        base + (port + 10_000),
        base + (port + 20_000) + "/000000000000/prompts",
        base + (port + 20_000) + "/000000000000/prompts-dead-letters",
        base + (port + 20_000),
        base + (port + 30_000),
        "caravan-local",
        base + (port + 40_000),
        "us-west-2",
        "key",
        "secret",
        "/data",
        null,
        pid,
        startedAt);
  }
}
