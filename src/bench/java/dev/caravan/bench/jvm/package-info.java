/** Programs of the bench, each in a JVM of its own, and what is read of them from outside. */
package dev.caravan.bench.jvm;
