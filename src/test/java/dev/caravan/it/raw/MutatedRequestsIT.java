package dev.caravan.it.raw;

import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The short form; {@link ManyMutatedRequestsIT} sends more. */
@ExtendWith(RunningCaravan.class)
class MutatedRequestsIT {

  @Test
  void mutated_requests_cause_no_failure_of_the_server(Running caravan) throws Exception {
    MutatedRequests.check(1_500, caravan);
  }
}
