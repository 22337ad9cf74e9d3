package dev.caravan.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses and credentials of a running {@code ./caravan local}. It prints them with {@code
 * --json} and writes them to a file in the user's home that only the user can read. The credentials
 * are random and valid only for its own servers.
 *
 * @param http the address of the API; null with {@code --aws-only}
 * @param pid the process id, which shows whether the process that wrote the file still runs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunningLocal(
    String http,
    String management,
    String queueUrl,
    String deadLetterQueueUrl,
    String sqsEndpoint,
    String s3Endpoint,
    String bucket,
    String bedrockEndpoint,
    String region,
    String accessKeyId,
    String secretAccessKey,
    String dataDir,
    long pid) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public String toJson() {
    return JSON.valueToTree(this).toString();
  }

  /** The {@code ./caravan local} that was started last, if it still runs. */
  public static Optional<RunningLocal> find() {
    try {
      RunningLocal read = JSON.readValue(file().toFile(), RunningLocal.class);
      return ProcessHandle.of(read.pid()).isPresent() ? Optional.of(read) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes the file that {@link #find} reads. */
  public void announce() throws IOException {
    Files.createDirectories(file().getParent());
    Files.deleteIfExists(file());
    Files.createFile(file(), OWNER_ONLY);
    Files.writeString(file(), toJson(), StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Deletes the file, unless another {@code ./caravan local} has written its own since. */
  public void withdraw() {
    try {
      if (find().filter(this::equals).isPresent()) {
        Files.deleteIfExists(file());
      }
    } catch (IOException e) {
      // The file does no harm: find() ignores it, because its process has ended.
    }
  }

  private static final java.nio.file.attribute.FileAttribute<
          Set<java.nio.file.attribute.PosixFilePermission>>
      OWNER_ONLY =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static Path file() {
    return Path.of(System.getProperty("user.home"), ".caravan", "local.json");
  }
}
