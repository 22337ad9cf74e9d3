package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that is wrong with test files. */
public final class Complaints {

  private record Complaint(Place place, String text) {}

  private final List<String> files = new ArrayList<>();
  private final List<Complaint> complaints = new ArrayList<>();

  void add(Place place, String text) {
    if (!files.contains(place.file())) {
      files.add(place.file());
    }
    complaints.add(new Complaint(place, text));
  }

  /** In the order of the files, a line each: where, what was found, what would be right. */
  public List<String> lines() {
    return complaints.stream()
        .sorted(
            Comparator.comparingInt(
                    (Complaint complaint) -> files.indexOf(complaint.place().file()))
                .thenComparing(complaint -> complaint.place().line())
                .thenComparing(complaint -> complaint.place().column()))
        .map(
            complaint ->
                complaint.place() + ":" + complaint.place().column() + ": " + complaint.text())
        .toList();
  }
}
