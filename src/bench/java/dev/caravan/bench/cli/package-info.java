/** The commands of {@code ./caravan bench}. */
package dev.caravan.bench.cli;
