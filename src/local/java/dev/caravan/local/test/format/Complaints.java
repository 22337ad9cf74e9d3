package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The mistakes found in test files. */
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

  /** In the order of the files, one line each: the place, what was found there, what is allowed. */
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
