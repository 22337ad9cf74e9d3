package dev.caravan.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of {@code ./caravan bench}.
 *
 * @param idleSqsCallsPerMinute by contestant; null if not measured
 * @param leftOut contestants that did not run, with the reason
 * @param doesNotDo what each contestant leaves out of the work that Caravan does; null in reports
 *     from before it was written down
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
    Machine machine,
    List<Measured> measured,
    Map<String, Double> idleSqsCallsPerMinute,
    Map<String, String> leftOut,
    Map<String, String> doesNotDo) {

  /** A report that does not say what contestants leave out. */
  public Report(
      Machine machine,
      List<Measured> measured,
      Map<String, Double> idleSqsCallsPerMinute,
      Map<String, String> leftOut) {
    this(machine, measured, idleSqsCallsPerMinute, leftOut, null);
  }

  /** Reads and writes this and every other report of the bench. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  public Optional<Measured> find(String workload, String contestant) {
    return measured.stream()
        .filter(each -> each.workload().equals(workload) && each.contestant().equals(contestant))
        .findFirst();
  }

  /** The contestants of one workload, in the order they ran. */
  public List<Measured> of(String workload) {
    return measured.stream().filter(each -> each.workload().equals(workload)).toList();
  }

  public List<String> workloads() {
    return measured.stream().map(Measured::workload).distinct().toList();
  }

  /**
   * Throughput relative to the hand-written loop, round by round, because conditions on the machine
   * were the same in rounds that ran next to each other.
   *
   * @return empty if the loop did not run, or finished no prompt in a round
   */
  public Optional<Spread> ratio(Measured measured) {
    return find(measured.workload(), "loop").flatMap(measured::relativeTo);
  }

  /**
   * Caravan's throughput relative to its other build, round by round.
   *
   * @return by workload; without those that only one of them ran
   */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public Map<String, Spread> relativeToOther() {
    Map<String, Spread> ratios = new LinkedHashMap<>();
    for (String workload : workloads()) {
      find(workload, "other")
          .flatMap(other -> find(workload, "caravan").flatMap(caravan -> caravan.relativeTo(other)))
          .ifPresent(ratio -> ratios.put(workload, ratio));
    }
    return ratios;
  }

  /** This report, in which the workloads of a newer one replace the same workloads. */
  public Report with(Report newer) {
    List<Measured> all = new ArrayList<>(measured);
    all.removeIf(each -> newer.workloads().contains(each.workload()));
    all.addAll(newer.measured());
    return new Report(
        newer.machine(),
        all,
        newer.idleSqsCallsPerMinute() == null
            ? idleSqsCallsPerMinute
            : newer.idleSqsCallsPerMinute(),
        newer.leftOut(),
        newer.doesNotDo());
  }

  /** Writes any report of the bench. */
  public static void write(Object report, Path file) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    Files.writeString(file, JSON.writeValueAsString(report) + "\n");
  }
}
