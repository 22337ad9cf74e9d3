package dev.caravan.bench.server;

import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The paths of objects in the order of a listing: {@code /bucket/key}. */
interface ObjectIndex {

  /** Lists nothing, for workloads that list nothing: an index costs time at each PUT. */
  ObjectIndex NONE =
      new ObjectIndex() {
        @Override
        public void add(String path) {}

        @Override
        public void clear(String bucket) {}

        @Override
        public Collection<String> after(String path) {
          return List.of();
        }
      };

  void add(String path);

  void clear(String bucket);

  /** The paths that come after this one, in order. */
  Collection<String> after(String path);

  static ObjectIndex empty() {
    return new ObjectIndex() {
      private final TreeSet<String> paths = new TreeSet<>();

      @Override
      public void add(String path) {
        paths.add(path);
      }

      @Override
      public void clear(String bucket) {
        paths.subSet("/" + bucket + "/", "/" + bucket + "0").clear();
      }

      @Override
      public Collection<String> after(String path) {
        return paths.tailSet(path, false);
      }
    };
  }

  /** The answer to ListObjectsV2. Continuation tokens are not supported. */
  default String list(HttpServerRequest request) {
    return list(
        request.path(),
        request.getParam("prefix", ""),
        request.getParam("start-after", ""),
        Integer.parseInt(request.getParam("max-keys", "1000")));
  }

  /**
   * A page of a bucket's keys, in XML.
   *
   * @param path of the bucket, with or without a slash at its end
   * @param after the key before the first of the page; empty for the first page
   */
  default String list(String path, String prefix, String after, int most) {
    String bucket = path.replaceAll("/$", "") + "/";
    String all = bucket + prefix;
    String begin = bucket + after;
    StringBuilder contents = new StringBuilder();
    int found = 0;
    boolean more = false;
    for (String object : after(begin.compareTo(all) > 0 ? begin : all)) {
      if (!object.startsWith(all)) {
        break;
      }
      if (found == most) {
        more = true;
        break;
      }
      found++;
      contents
          .append("<Contents><Key>")
          .append(object.substring(bucket.length()))
          .append("</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>0</Size>")
          .append("</Contents>");
    }
    return "<ListBucketResult><IsTruncated>%s</IsTruncated><KeyCount>%d</KeyCount>%s</ListBucketResult>"
        .formatted(more, found, contents);
  }
}
