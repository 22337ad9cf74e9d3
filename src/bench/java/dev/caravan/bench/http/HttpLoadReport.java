package dev.caravan.bench.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.bench.result.Machine;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of {@code ./caravan bench http-load}. Phases that did not run are null.
 *
 * @param goals the figures that have a target, in the order of the phases
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpLoadReport(
    Machine machine,
    Size size,
    List<Goal> goals,
    ManyCallers callers,
    Refusals refusals,
    PostAtHalfLoad post,
    Hostile hostile) {

  static HttpLoadReport of(
      Machine machine,
      Size size,
      ManyCallers callers,
      Refusals refusals,
      PostAtHalfLoad post,
      Hostile hostile) {
    List<Goal> goals =
        Stream.of(
                callers == null ? List.<Goal>of() : callers.goals(size),
                refusals == null ? List.<Goal>of() : refusals.goals(),
                post == null ? List.<Goal>of() : post.goals(),
                hostile == null ? List.<Goal>of() : hostile.goals())
            .flatMap(List::stream)
            .toList();
    return new HttpLoadReport(machine, size, goals, callers, refusals, post, hostile);
  }

  public List<Goal> goals(Phase phase) {
    return goals.stream().filter(goal -> goal.phase() == phase).toList();
  }
}
