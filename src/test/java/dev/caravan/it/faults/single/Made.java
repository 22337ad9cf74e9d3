package dev.caravan.it.faults.single;

import java.util.Set;

/**
 * A call that was made.
 *
 * @param words of the prompts that it is about; several if it is a batch
 */
record Made(Step step, Set<String> words) {}
