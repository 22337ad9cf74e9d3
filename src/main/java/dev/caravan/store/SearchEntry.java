package dev.caravan.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravan.generation.Generation;
import dev.caravan.generation.State;

/**
 * What a search needs to know of one generation, without its record. It decides only which records
 * are worth reading; the record decides what is found.
 *
 * @param cursor position in the index
 * @param status null if the generation had not ended
 * @param text the beginning of the prompt's text; null if the message was not readable
 * @param isCut whether the prompt's text is longer
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record SearchEntry(
    @JsonProperty("c") String cursor,
    @JsonProperty("s") State status,
    @JsonProperty("m") String model,
    @JsonProperty("u") String caller,
    @JsonProperty("t") String text,
    @JsonProperty("x") boolean isCut) {

  /** The longest text in an entry, so that a segment has a bounded size. */
  static final int LONGEST_TEXT = 1000;

  static SearchEntry of(Generation record) {
    String text = record.prompt() == null ? null : record.prompt().text();
    boolean isCut = text != null && text.length() > LONGEST_TEXT;
    boolean hasEnded = record.isDone() || record.isFailed() || record.isCancelled();
    return new SearchEntry(
        Keys.cursor(record),
        hasEnded ? record.state() : null,
        record.model(),
        record.caller(),
        isCut ? beginning(text) : text,
        isCut);
  }

  /** Half of a character outside the basic plane can't be written. */
  private static String beginning(String text) {
    int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? 1 : 0;
    return text.substring(0, LONGEST_TEXT - end);
  }

  boolean isOpen() {
    return status == null;
  }

  int size() {
    return text == null ? 0 : text.length();
  }

  /** False if the record would not pass the filter, so that it need not be read. */
  boolean mayPass(SearchFilter filter) {
    return (isOpen() || filter.status() == null || filter.status() == status)
        && (isOpen() || filter.model() == null || filter.model().equals(model))
        && (filter.caller() == null || filter.caller().equals(caller))
        && (filter.text() == null
            || isCut
            || text != null && SearchFilter.folded(text).contains(filter.text()));
  }
}
