/** Measures how much memory the service needs for a long queue. */
package dev.caravan.bench.memory;
