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
 * What a running {@code ./caravan local} tells others: the line of {@code --json}, and a file in
 * the user's home that only the user can read. The credentials are random, and good for its servers
 * only.
 *
 * @param http null with {@code --aws-only}
 * @param pid the process, so that what one left behind that was killed is not believed
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

  /** The one that was started last and still runs. */
  public static Optional<RunningLocal> find() {
    try {
      RunningLocal read = JSON.readValue(file().toFile(), RunningLocal.class);
      return ProcessHandle.of(read.pid()).isPresent() ? Optional.of(read) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Leaves word for {@link #find}. */
  public void announce() throws IOException {
    Files.createDirectories(file().getParent());
    Files.deleteIfExists(file());
    Files.createFile(file(), OWNER_ONLY);
    Files.writeString(file(), toJson(), StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Takes the word back, unless another one has left its own since. */
  public void withdraw() {
    try {
      if (find().filter(this::equals).isPresent()) {
        Files.deleteIfExists(file());
      }
    } catch (IOException e) {
      // A file that names a process which is gone is not believed anyway.
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
