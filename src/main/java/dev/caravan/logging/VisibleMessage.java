package dev.caravan.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The message of a line in the text format, as {@code %msg} of {@code logback.xml}. */
public final class VisibleMessage extends MessageConverter {

  @Override
  public String convert(ILoggingEvent event) {
    String message = super.convert(event);
    return message == null ? null : new VisibleText(message).escaped();
  }
}
