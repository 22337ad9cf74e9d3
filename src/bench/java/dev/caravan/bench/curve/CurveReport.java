package dev.caravan.bench.curve;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.bench.result.Machine;
import java.util.List;
import java.util.Map;

/**
 * A run of {@code ./caravan bench warm-up}.
 *
 * @param leftOut contestants that did not run, with the reason
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CurveReport(Machine machine, List<Curve> curves, Map<String, String> leftOut) {

  public List<String> workloads() {
    return curves.stream().map(Curve::workload).distinct().toList();
  }

  public List<Curve> of(String workload) {
    return curves.stream().filter(curve -> curve.workload().equals(workload)).toList();
  }
}
