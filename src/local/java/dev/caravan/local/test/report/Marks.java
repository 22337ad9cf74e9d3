package dev.caravan.local.test.report;

import java.nio.charset.Charset;

/** The marks in front of a test's name. */
public record Marks(String passed, String failed) {

  /** Ticks if the character set has them, otherwise words. */
  public static Marks in(Charset charset) {
    return charset.canEncode() && charset.newEncoder().canEncode("✓✗")
        ? new Marks("✓", "✗")
        : new Marks("ok", "FAILED");
  }

  /** The marks for the character set that picocli writes with. */
  public static Marks ofTheTerminal() {
    String told = System.getProperty("sun.stdout.encoding");
    return in(told == null ? Charset.defaultCharset() : Charset.forName(told));
  }
}
