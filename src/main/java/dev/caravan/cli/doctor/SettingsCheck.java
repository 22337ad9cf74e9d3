package dev.caravan.cli.doctor;

import dev.caravan.settings.Settings;
import java.util.List;

/** Whether all settings are valid, as the service checks them when it starts. */
record SettingsCheck(Values values) implements Check {

  @Override
  public String name() {
    return "settings";
  }

  @Override
  public boolean callsAws() {
    return false;
  }

  @Override
  public List<Finding> run() {
    List<String> complaints = Settings.checkWithoutCallers(values.given());
    return complaints.isEmpty()
        ? List.of(ok("all " + Settings.ALL.size() + " settings are valid"))
        : complaints.stream().map(this::failed).toList();
  }
}
