/** Checks that the service does not grow under a load that goes on for long. */
package dev.caravan.bench.soak;
