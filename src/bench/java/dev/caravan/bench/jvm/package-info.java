/** Starts the bench's programs, each in its own JVM, and measures them from outside. */
package dev.caravan.bench.jvm;
