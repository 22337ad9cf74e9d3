package dev.caravan.callers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of a file, which is read again when it changes. A file that can't be used changes
 * nothing: the tokens before stay valid, and one line in the log names the error.
 */
public final class TokenFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final int MAX_BYTES = 1_048_576;
  private static final int SECONDS = 2;

  private final Path path;
  private final Tokens beside;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "token-file");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Tokens tokens;
  private Content used;
  private Content seen;

  /**
   * @param beside the tokens of the variable, which are valid, too
   * @throws InvalidTokensException if the file can't be used
   */
  public TokenFile(Path path, Tokens beside) {
    this.path = path;
    this.beside = beside;
    this.used = Content.of(path);
    this.seen = used;
    this.tokens = beside.and(used.tokens());
  }

  /** Watches the file until {@link #close}. */
  public TokenFile watched() {
    looking.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    return this;
  }

  /** The valid tokens: those of the file, and those of the variable. */
  public Tokens tokens() {
    return tokens;
  }

  /**
   * Reads the file. A change counts only when two looks in a row see the same, because an editor
   * may be writing the file.
   */
  void look() {
    Content now = Content.of(path);
    boolean isSettled = now.equals(seen);
    seen = now;
    if (!isSettled || now.equals(used)) {
      return;
    }
    used = now;
    try {
      tokens = beside.and(now.tokens());
      LOG.info("Read {} again. Tokens are valid for: {}.", path, tokens.names());
    } catch (InvalidTokensException e) {
      LOG.warn("{} can't be used: {}. The tokens before stay valid.", path, e.getMessage());
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }

  /**
   * What a look saw.
   *
   * @param text null if the file could not be read
   * @param error why the file could not be read; otherwise null
   */
  private record Content(String text, String error) {

    static Content of(Path path) {
      try (InputStream file = Files.newInputStream(path)) {
        byte[] bytes = file.readNBytes(MAX_BYTES + 1);
        return bytes.length > MAX_BYTES
            ? new Content(null, "it is larger than 1 MiB")
            : new Content(new String(bytes, StandardCharsets.UTF_8), null);
      } catch (NoSuchFileException e) {
        return new Content(null, "it does not exist");
      } catch (IOException e) {
        return new Content(null, "it can't be read: " + e.getClass().getSimpleName());
      }
    }

    Tokens tokens() {
      if (error != null) {
        throw new InvalidTokensException(error);
      }
      return Tokens.ofFile(text);
    }
  }
}
