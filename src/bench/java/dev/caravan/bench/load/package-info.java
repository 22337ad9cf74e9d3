/** Callers of POST /generate. */
package dev.caravan.bench.load;
