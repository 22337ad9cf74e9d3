/** Measures several instances on one queue. */
package dev.caravan.bench.scale;
