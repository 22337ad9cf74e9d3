package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads test files and collects the mistakes in them, so that one run reports them all. */
public final class TestFileReader {

  static final List<String> FILE = List.of("tests", "settings");
  static final List<String> TEST =
      List.of("name", "settings", "given", "model", "within", "http", "message", "expect", "steps");
  static final List<String> GIVEN = List.of("record", "result", "deadLetter");
  static final List<String> RESULT = List.of("contentType", "text", "metadata");

  private final Complaints complaints = new Complaints();
  private final SettingsReader settings;
  private final StepReader steps = new StepReader(complaints);
  private final RulesReader rules = new RulesReader(complaints);
  private final Placeholders placeholders = new Placeholders(complaints);
  private final KnownNames names = new KnownNames(complaints);

  /**
   * @param placeholders the placeholders that the routes use and tests may set
   */
  public TestFileReader(Set<String> placeholders) {
    this.settings = new SettingsReader(placeholders, complaints);
  }

  /** The mistakes in the files read so far. */
  public Complaints complaints() {
    return complaints;
  }

  /**
   * @param file the file's name in reports
   */
  public List<RouteTest> read(String file, String text) {
    Optional<Located> root = new YamlReader(file, complaints).read(text);
    if (root.isEmpty()) {
      if (text.isBlank()) {
        complaints.add(
            new Place(file, 1, 1), "found an empty file; write \"tests:\" and a list of tests");
      }
      return List.of();
    }
    Fields fields = new Fields(root.get(), complaints, FILE);
    Map<String, String> ofTheFile = settings.read(fields.get("settings"));
    if (fields.items("tests").isEmpty()) {
      complaints.add(root.get().place(), "found no \"tests\"; write a list of at least one test");
    }
    Map<String, Place> names = new HashMap<>();
    List<RouteTest> tests = new ArrayList<>();
    for (Located test : fields.items("tests")) {
      test(test, ofTheFile)
          .ifPresent(
              read -> {
                Place before = names.putIfAbsent(read.name(), read.place());
                if (before != null) {
                  complaints.add(
                      read.place(),
                      "found the name \"%s\" twice, first at %s".formatted(read.name(), before));
                }
                tests.add(read);
              });
    }
    return tests;
  }

  private Optional<RouteTest> test(Located test, Map<String, String> ofTheFile) {
    Fields fields = new Fields(test, complaints, TEST);
    String name = fields.text("name").orElse("");
    if (test.json().isObject() && name.isBlank()) {
      complaints.add(test.place(), "found no \"name\"; say in a sentence what should happen");
    }
    for (String filled : List.of("given", "http", "message", "expect", "steps")) {
      fields.get(filled).ifPresent(placeholders::check);
    }
    Map<String, String> set = new HashMap<>(ofTheFile);
    set.putAll(settings.read(fields.get("settings")));
    Given given = fields.get("given").map(this::given).orElse(Given.nothing());
    var model = rules.read(fields.items("model"));
    Duration within = within(fields.get("within"));
    List<Step> read = steps(fields);
    return name.isBlank() || read.isEmpty()
        ? Optional.empty()
        : Optional.of(new RouteTest(test.place(), name, set, given, model, within, read));
  }

  private List<Step> steps(Fields test) {
    if (test.get("steps").isEmpty()) {
      return test.whole().json().isObject() ? steps.read(test).stream().toList() : List.of();
    }
    for (String single : StepReader.FIELDS) {
      test.get(single)
          .ifPresent(
              field ->
                  complaints.add(
                      field.place(),
                      "found \"%s\" next to \"steps\"; move it into a step".formatted(single)));
    }
    return test.items("steps").stream()
        .map(step -> steps.read(new Fields(step, complaints, StepReader.FIELDS)))
        .flatMap(Optional::stream)
        .toList();
  }

  private Given given(Located given) {
    Fields fields = new Fields(given, complaints, GIVEN);
    fields.get("record").ifPresent(names::ofRecord);
    fields.get("deadLetter").ifPresent(letter -> names.oneOf(letter, KnownNames.LETTER));
    fields
        .get("record")
        .filter(record -> !record.json().isObject())
        .ifPresent(
            record ->
                complaints.add(
                    record.place(), "record: found no mapping, allowed: fields of a record"));
    fields
        .get("result")
        .filter(result -> !result.json().isTextual())
        .ifPresent(result -> new Fields(result, complaints, RESULT));
    return new Given(fields.get("record"), fields.get("result"), fields.get("deadLetter"));
  }

  private Duration within(Optional<Located> within) {
    if (within.isEmpty()) {
      return RouteTest.USUALLY_WITHIN;
    }
    double seconds = within.get().json().asDouble();
    if (!within.get().json().isNumber() || seconds <= 0 || seconds > 600) {
      complaints.add(
          within.get().place(),
          "within: found %s, allowed: a number of seconds above 0, up to 600"
              .formatted(Fields.shown(within.get())));
      return RouteTest.USUALLY_WITHIN;
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
