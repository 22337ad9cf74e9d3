package dev.caravan.cli.doctor;

/**
 * One line of the doctor.
 *
 * @param check the name of the check
 * @param message one line: what was found, and for anything but {@code OK} what would be right
 */
public record Finding(String check, Status status, String message) {

  private static final int LONGEST = 500;

  /** AWS's longer messages repeat the signed request, which contains the session's token. */
  public Finding {
    String line = message.strip().lines().findFirst().orElse("");
    message = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
