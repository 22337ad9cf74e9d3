/** Measures how long the service takes to start. */
package dev.caravan.bench.start;
