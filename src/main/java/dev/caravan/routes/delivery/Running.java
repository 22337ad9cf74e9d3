package dev.caravan.routes.delivery;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What an instance runs.
 *
 * @param activation empty for the image's routes, if nobody has activated them
 * @param set a hash, or {@link Activation#IMAGE}
 * @param folder contains the files of the set
 */
record Running(Optional<Activation> activation, String set, Path folder, Instant since) {}
