/** The same job with Camel's components and their defaults. */
package dev.caravan.bench.stock;
