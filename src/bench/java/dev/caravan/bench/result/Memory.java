package dev.caravan.bench.result;

/**
 * Resident memory at the end of a round, in bytes.
 *
 * @param anonymous what the kernel can't free, such as heap and stacks
 * @param file what it can read from files again, such as program code and jars
 */
public record Memory(long anonymous, long file) {}
