package dev.caravan.it.faults.single;

import java.util.Set;

/**
 * A call that was made.
 *
 * @param words of the prompts that it is about; several if it is a batch, none if they are unknown
 * @param wasListed true if the prompt's index entry was written before anything told its word
 */
record Made(Step step, Set<String> words, boolean wasListed) {

  Made(Step step, Set<String> words) {
    this(step, words, false);
  }
}
