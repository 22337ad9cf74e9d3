package dev.caravan.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/** An exception in the text format, as {@code %ex} of {@code logback.xml}. */
public final class VisibleThrowable extends ThrowableProxyConverter {

  @Override
  protected String throwableProxyToString(IThrowableProxy thrown) {
    return super.throwableProxyToString(new Visible(thrown));
  }

  /** The exception with its own and its causes' messages escaped. */
  private record Visible(IThrowableProxy thrown) implements IThrowableProxy {

    private static IThrowableProxy of(IThrowableProxy thrown) {
      return thrown == null ? null : new Visible(thrown);
    }

    @Override
    public String getMessage() {
      return thrown.getMessage() == null ? null : new VisibleText(thrown.getMessage()).escaped();
    }

    @Override
    public String getOverridingMessage() {
      return thrown.getOverridingMessage() == null
          ? null
          : new VisibleText(thrown.getOverridingMessage()).escaped();
    }

    @Override
    public String getClassName() {
      return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return thrown.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
      return of(thrown.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      IThrowableProxy[] suppressed = thrown.getSuppressed();
      IThrowableProxy[] visible = new IThrowableProxy[suppressed == null ? 0 : suppressed.length];
      for (int at = 0; at < visible.length; at++) {
        visible[at] = of(suppressed[at]);
      }
      return visible;
    }

    @Override
    public boolean isCyclic() {
      return thrown.isCyclic();
    }
  }
}
