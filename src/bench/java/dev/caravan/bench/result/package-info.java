/** The measurements, as numbers, as JSON and as a table. */
package dev.caravan.bench.result;
