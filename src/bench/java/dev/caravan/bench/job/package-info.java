/**
 * What contestants that are built with the bench have in common, so that their work is the same.
 */
package dev.caravan.bench.job;
