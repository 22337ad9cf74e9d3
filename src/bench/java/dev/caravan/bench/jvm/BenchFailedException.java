package dev.caravan.bench.jvm;

/** The run is not usable; the message says why. */
public final class BenchFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public BenchFailedException(String message) {
    super(message);
  }

  public BenchFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
