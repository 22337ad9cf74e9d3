package dev.caravan.web;

import dev.caravan.generation.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * One file of the page, ready to be sent.
 *
 * @param gzipped the same bytes compressed, for browsers that accept gzip
 * @param etag weak, because both forms share it
 */
record PageFile(String contentType, byte[] bytes, byte[] gzipped, String etag) {

  /** Reads a resource next to this class; empty if there is none. */
  static Optional<PageFile> read(String resource) {
    try (InputStream in = PageFile.class.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(of(resource, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + resource + " from the jar", e);
    }
  }

  private static PageFile of(String name, byte[] bytes) {
    String etag = "W/\"" + Sha256.of(bytes).hex().substring(0, 16) + '"';
    return new PageFile(contentType(name), bytes, PackedJson.gzip(bytes), etag);
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "json" -> "application/json";
      default -> throw new IllegalArgumentException("The page has no files such as " + name);
    };
  }
}
