package dev.caravan.routes.reload.live;

/** The routes could not be changed. They run as before. */
public final class NotSwappedException extends Exception {

  private final String routeId;

  NotSwappedException(String routeId, Throwable cause) {
    super(deepest(cause), cause);
    this.routeId = routeId;
  }

  /** The id of the route that failed. */
  public String routeId() {
    return routeId;
  }

  private static String deepest(Throwable thrown) {
    Throwable last = thrown;
    while (last.getCause() != null && last.getCause() != last) {
      last = last.getCause();
    }
    String message = last.getMessage() == null ? last.toString() : last.getMessage();
    return message.lines().findFirst().orElse("").strip().replaceAll("(?<![.])$", ".");
  }
}
