/** The first seconds of each contestant, second by second. */
package dev.caravan.bench.curve;
