/** Writes docs/performance.md from the figures. */
package dev.caravan.bench.docs;
