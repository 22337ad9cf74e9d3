package dev.caravan.it.raw;

import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The long form of {@link MutatedRequestsIT}. */
@ExtendWith(RunningCaravan.class)
class ManyMutatedRequestsIT {

  @Test
  @Tag("slow")
  void twenty_thousand_mutated_requests_cause_no_failure_of_the_server(Running caravan)
      throws Exception {
    MutatedRequests.check(20_000, caravan);
  }
}
