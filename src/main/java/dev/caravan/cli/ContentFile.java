package dev.caravan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Stores results as files. */
final class ContentFile {

  private static final int PIECE = 65_536;

  private final ServiceClient client;

  ContentFile(ServiceClient client) {
    this.client = client;
  }

  /**
   * Stores a result under its id.
   *
   * @return the file, {@code FOLDER/ID.png} for example
   * @throws CommandFailedException if the file can't be written
   */
  Path saveIn(Path folder, String id) {
    ServiceClient.Content content = client.content(id);
    return write(content, folder.resolve(id + extension(content.type())));
  }

  /** Stores a result in this file. */
  Path saveAs(Path file, String id) {
    return write(client.content(id), file);
  }

  /** Writes a result unchanged. */
  void writeTo(OutputStream out, String id) {
    try (InputStream bytes = client.content(id).bytes()) {
      copy(bytes, out);
      out.flush();
    } catch (IOException e) {
      throw failed("the result of " + id, e);
    }
  }

  private static Path write(ServiceClient.Content content, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try (InputStream bytes = content.bytes()) {
      Path unfinished = folder.resolve(".caravan-" + UUID.randomUUID());
      try {
        try (OutputStream out = Files.newOutputStream(unfinished)) {
          copy(bytes, out);
        }
        // A reader sees the whole file or none.
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      return file;
    } catch (IOException e) {
      throw failed(file.toString(), e);
    }
  }

  /** Only an error of the download may go away by itself, so it is not one of the file. */
  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int read = read(from, piece); read >= 0; read = read(from, piece)) {
      to.write(piece, 0, read);
    }
  }

  private static int read(InputStream from, byte[] piece) {
    try {
      return from.read(piece);
    } catch (IOException e) {
      throw new ServiceException(0, "The download of the result ended early. Try again.");
    }
  }

  private static CommandFailedException failed(String what, IOException e) {
    return new CommandFailedException(
        "Can't write %s: %s".formatted(what, CommandFailedException.of(e).getMessage()), e);
  }

  private static String extension(String contentType) {
    return switch (contentType.replaceFirst("[;\\s].*", "")) {
      case "image/png" -> ".png";
      case "image/jpeg" -> ".jpg";
      case "text/plain" -> ".txt";
      default -> "";
    };
  }
}
