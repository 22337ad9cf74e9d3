package dev.caravan.local.test.report;

import java.nio.charset.Charset;

/** What stands before a test's name. */
public record Marks(String passed, String failed) {

  /** Ticks where the terminal's character set has them, else words. */
  public static Marks in(Charset charset) {
    return charset.canEncode() && charset.newEncoder().canEncode("✓✗")
        ? new Marks("✓", "✗")
        : new Marks("ok", "FAILED");
  }

  /** In the character set that picocli writes with. */
  public static Marks ofTheTerminal() {
    String told = System.getProperty("sun.stdout.encoding");
    return in(told == null ? Charset.defaultCharset() : Charset.forName(told));
  }
}
