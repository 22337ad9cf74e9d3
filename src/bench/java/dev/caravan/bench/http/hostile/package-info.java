/** A client that opens connections and does not finish its requests; it runs in its own JVM. */
package dev.caravan.bench.http.hostile;
