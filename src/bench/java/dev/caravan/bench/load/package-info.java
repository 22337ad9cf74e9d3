/** Calls POST /generate. */
package dev.caravan.bench.load;
