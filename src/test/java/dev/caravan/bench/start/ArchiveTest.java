package dev.caravan.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchiveTest {

  @Test
  void the_service_starts_from_a_cache_with_the_flags_of_the_image() throws IOException {
    assertThat(Files.readAllLines(Path.of("src/image/java.options"))).containsAll(Archive.AOT);
  }
}
