/** Reads, lists and redrives dead letters. */
package dev.caravan.queue.deadletters;
