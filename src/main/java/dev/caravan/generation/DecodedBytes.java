package dev.caravan.generation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Bytes that were decoded from a message: JSON in any encoding of Unicode, compressed data, or
 * either of them in a {@link TextCode}.
 *
 * @param depth how many more encodings may be inside
 */
record DecodedBytes(byte[] bytes, int depth) {

  /**
   * JSON and its encodings begin with ASCII; most text that is read in a wrong charset does not.
   */
  private static final char ASCII = 0x80;

  private static final List<Charset> UNICODE =
      Stream.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")
          .map(Charset::forName)
          .toList();

  /** Data that begins like this is compressed, whatever it contains. */
  private static final Map<String, String> BEGINNINGS = beginnings();

  /** The length of a gzip header, and of the checksum at its end. */
  private static final int GZIP_HEADER = 10;

  private static final int GZIP_FLAGS = 3;

  /** More is not inflated: a message of a megabyte can become a thousand times as large. */
  private static final int MOST_INFLATED = 1 << 20;

  private static Map<String, String> beginnings() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("1f8b08", "gzip");
    names.put("28b52ffd", "zstd");
    names.put("425a68", "bzip2");
    names.put("fd377a585a00", "xz");
    names.put("504b0304", "zip");
    names.put("04224d18", "lz4");
    return names;
  }

  /**
   * What they are, such as "a JSON object", "several JSON values", "gzip of a JSON array" or
   * "base64 of a JSON object"; empty if they are nothing of this kind.
   */
  Optional<String> name() {
    return UNICODE.stream()
        .map(charset -> new UnicodeText(new String(bytes, charset)).stripped())
        .filter(text -> !text.isEmpty() && text.charAt(0) < ASCII)
        .flatMap(text -> named(text).stream())
        .findFirst()
        .or(this::compressed);
  }

  private Optional<String> named(String text) {
    Optional<JsonNode> json = new PromptJson(text).find();
    if (json.isPresent()) {
      return json.map(value -> "a JSON " + PromptJson.type(value));
    }
    return new JsonSequence(text).isFound()
        ? Optional.of("several JSON values")
        : TextCode.nameOf(text, depth);
  }

  private Optional<String> compressed() {
    if (depth == 0) {
      return Optional.empty();
    }
    String start = HexFormat.of().formatHex(bytes, 0, Math.min(6, bytes.length));
    for (Map.Entry<String, String> beginning : BEGINNINGS.entrySet()) {
      if (bytes.length > GZIP_HEADER && start.startsWith(beginning.getKey())) {
        return Optional.of(compressed(beginning.getValue()));
      }
    }
    return zlib().or(this::deflate);
  }

  private String compressed(String name) {
    Optional<Inflated> inside =
        name.equals("gzip") ? inflated(GZIP_HEADER + gzipFields(), true) : Optional.empty();
    return inside.flatMap(this::inside).map(what -> name + " of " + what).orElse(name + " data");
  }

  /** The name, comment and extra field of a gzip header; 0 if they are not as they should be. */
  private int gzipFields() {
    int flags = bytes[GZIP_FLAGS];
    int at = GZIP_HEADER;
    if ((flags & 4) != 0 && at + 2 <= bytes.length) {
      at += 2 + (bytes[at] & 0xff) + ((bytes[at + 1] & 0xff) << 8);
    }
    for (int text = 0; text < Integer.bitCount(flags & 24); text++) {
      while (at < bytes.length && bytes[at] != 0) {
        at++;
      }
      at++;
    }
    at += (flags & 2) != 0 ? 2 : 0;
    return at < bytes.length ? at - GZIP_HEADER : 0;
  }

  /** Its checksum makes sure that it is no prose. */
  private Optional<String> zlib() {
    return inflated(0, false)
        .map(content -> inside(content).map(what -> "zlib of " + what).orElse("zlib data"));
  }

  /** Without a checksum, prose could look like it, so the content decides. */
  private Optional<String> deflate() {
    return inflated(0, true)
        .flatMap(
            content ->
                content.isCut()
                    ? Optional.of("deflate data")
                    : inside(content)
                        .filter(what -> content.bytes().length >= 2 && !isScalar(what))
                        .map(what -> "deflate of " + what));
  }

  private static boolean isScalar(String name) {
    return !name.endsWith("object") && !name.endsWith("array") && !name.endsWith("values");
  }

  private Optional<String> inside(Inflated content) {
    if (content.isCut()) {
      return Optional.empty();
    }
    return new DecodedBytes(content.bytes(), depth - 1).name();
  }

  /**
   * @param isCut the content is larger than is inflated
   */
  private record Inflated(byte[] bytes, boolean isCut) {}

  /**
   * @param isRaw without the header and the checksum of zlib
   * @return empty if the bytes are not a whole stream
   */
  private Optional<Inflated> inflated(int from, boolean isRaw) {
    Inflater inflater = new Inflater(isRaw);
    try {
      inflater.setInput(bytes, from, bytes.length - from);
      byte[] content = new byte[256];
      int length = 0;
      while (!inflater.finished()) {
        if (length == content.length) {
          if (length >= MOST_INFLATED) {
            return Optional.of(new Inflated(content, true));
          }
          content = Arrays.copyOf(content, 4 * length);
        }
        int more = inflater.inflate(content, length, content.length - length);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          return Optional.empty();
        }
        length += more;
      }
      return length == 0
          ? Optional.empty()
          : Optional.of(new Inflated(Arrays.copyOf(content, length), false));
    } catch (DataFormatException e) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }
}
