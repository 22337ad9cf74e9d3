package dev.caravan.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a contestant must have stored after a round. A contestant that stores less does less work,
 * so its figures could not be compared.
 *
 * @param folders of the objects, one object for each prompt
 */
record Objects(List<String> folders) {

  /** Image, record and index entry, as Caravan stores them. */
  static final Objects ALL = new Objects(List.of("generations", "images", "index"));

  /** Without the index entry. */
  static final Objects NO_INDEX = new Objects(List.of("generations", "images"));

  /**
   * @return empty if there is one object for each prompt and the images are whole, otherwise what
   *     differs
   */
  String complaint(Calls calls, int prompts, int imageBytes) {
    Map<String, Long> stored = new TreeMap<>();
    for (String folder : ALL.folders) {
      stored.put(folder, calls.objects(folder));
    }
    List<String> wrong = new ArrayList<>();
    stored.forEach(
        (folder, count) -> {
          long right = folders.contains(folder) ? prompts : 0;
          if (count != right) {
            wrong.add("%d objects in %s/ instead of %d".formatted(count, folder, right));
          }
        });
    long bytes = calls.bytes("images");
    if (wrong.isEmpty() && bytes != (long) prompts * imageBytes) {
      wrong.add("images of %d bytes instead of %d".formatted(bytes, (long) prompts * imageBytes));
    }
    return String.join(", ", wrong);
  }
}
