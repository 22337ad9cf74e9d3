package dev.caravan.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Replaces a command of the laptop AWS if that is not on the class path. */
@Command(hidden = true)
public final class WithoutLaptop implements Callable<Integer> {

  /** The commands that it can replace. */
  public static final List<String> NAMES = List.of("local", "test");

  @Unmatched List<String> whatever;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw CommandFailedException.misconfigured(
        "`caravan %s` needs the laptop AWS, but caravan-local.jar and lib-local are not on the class"
                .formatted(spec.name())
            + " path. Run ./caravan %s in a clone of Caravan.".formatted(spec.name()));
  }
}
