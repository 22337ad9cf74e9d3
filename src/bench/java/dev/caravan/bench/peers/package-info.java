/** Builds the contestants that are written in Go. */
package dev.caravan.bench.peers;
