package dev.caravan.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.caravan.generation.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TokenFileTest {

  private static final Tokens NONE = Tokens.ofVariable("");

  @TempDir Path folder;
  private final Logger logger = (Logger) LoggerFactory.getLogger(TokenFile.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Path path;

  @BeforeEach
  void begin() {
    path = folder.resolve("tokens");
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void end() {
    logger.detachAppender(log);
  }

  @Test
  void a_changed_file_is_used_when_two_looks_have_seen_it() throws IOException {
    write(line("website", "old"));
    try (TokenFile file = new TokenFile(path, NONE)) {
      file.look();
      assertThat(callers(file, "old", "new")).containsExactly("website", null);

      write(line("website", "new"));
      file.look();
      assertThat(callers(file, "old", "new")).containsExactly("website", null);
      file.look();

      assertThat(callers(file, "old", "new")).containsExactly(null, "website");
      file.look();
      file.look();
      assertThat(lines())
          .containsExactly("Read " + path + " again. Tokens are valid for: website.");
    }
  }

  @Test
  void a_file_that_is_being_written_is_not_used() throws IOException {
    write(line("website", "old"));
    try (TokenFile file = new TokenFile(path, NONE)) {
      write(line("batch", "b"));
      file.look();
      write(line("batch", "b") + line("website", "old"));
      file.look();
      assertThat(callers(file, "old", "b")).containsExactly("website", null);
      file.look();

      assertThat(callers(file, "old", "b")).containsExactly("website", "batch");
    }
  }

  @Test
  void every_file_that_cant_be_used_keeps_the_tokens_and_is_one_line_in_the_log()
      throws IOException {
    write(line("website", "old"));
    try (TokenFile file = new TokenFile(path, Tokens.ofVariable("a=beside"))) {
      String[][] broken = {
        {"", "it has no token"},
        {"# all commented out\n", "it has no token"},
        {"website new-secret\n", "line 1 is not"},
        {line("website", "new") + "batch", "line 2 is not"},
        {line("b", "beside"), "a and b have the same token"},
        {"x".repeat(1_048_577), "it is larger than 1 MiB"},
      };
      for (String[] each : broken) {
        log.list.clear();
        write(each[0]);
        looks(file);

        assertThat(callers(file, "old", "beside", "new")).containsExactly("website", "a", null);
        assertThat(lines()).singleElement().asString().contains(each[1]).doesNotContain("secret");
      }
      log.list.clear();
      Files.delete(path);
      looks(file);
      assertThat(callers(file, "old", "beside")).containsExactly("website", "a");
      assertThat(lines())
          .containsExactly(
              path + " can't be used: it does not exist. The tokens before stay valid.");

      write(line("website", "new"));
      looks(file);
      assertThat(callers(file, "old", "beside", "new")).containsExactly(null, "a", "website");
    }
  }

  @Test
  void a_file_that_is_there_again_unchanged_is_read_again() throws IOException {
    write(line("website", "old"));
    try (TokenFile file = new TokenFile(path, NONE)) {
      Files.delete(path);
      looks(file);
      write(line("website", "old"));
      looks(file);

      assertThat(callers(file, "old")).containsExactly("website");
      assertThat(lines()).hasSize(2);
    }
  }

  @Test
  void a_file_that_cant_be_used_at_the_start_is_an_error() {
    assertThatThrownBy(() -> new TokenFile(path, NONE))
        .isInstanceOf(InvalidTokensException.class)
        .hasMessage("it does not exist");
    assertThatThrownBy(() -> new TokenFile(folder, NONE))
        .isInstanceOf(InvalidTokensException.class)
        .hasMessageStartingWith("it can't be read");
  }

  @Test
  void a_watched_file_may_be_changed_in_place_renamed_over_or_switched_by_a_link()
      throws IOException {
    // Kubernetes switches a link when a secret changes.
    Path first = Files.writeString(folder.resolve("first"), line("website", "one"));
    Path second = Files.writeString(folder.resolve("second"), line("website", "two"));
    Files.createSymbolicLink(path, first);
    try (TokenFile file = new TokenFile(path, NONE).watched()) {
      Path link = Files.createSymbolicLink(folder.resolve("link"), second);
      Files.move(link, path, StandardCopyOption.ATOMIC_MOVE);
      awaitCaller(file, "two");

      Path written = Files.writeString(folder.resolve("written"), line("website", "three"));
      Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
      awaitCaller(file, "three");

      write(line("website", "four"));
      awaitCaller(file, "four");
      assertThat(callers(file, "one", "two", "three")).containsOnlyNulls();
    }
  }

  private static void awaitCaller(TokenFile file, String token) {
    await().atMost(Duration.ofSeconds(20)).until(() -> file.tokens().find(token).isPresent());
  }

  private static void looks(TokenFile file) {
    for (int n = 0; n < 4; n++) {
      file.look();
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(path, text);
  }

  private static String line(String name, String token) {
    return name + " sha256:" + Sha256.of(token).hex() + "\n";
  }

  private static List<String> callers(TokenFile file, String... tokens) {
    return java.util.Arrays.stream(tokens)
        .map(token -> file.tokens().find(token).map(Token::name).orElse(null))
        .toList();
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
