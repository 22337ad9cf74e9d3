/** The same job on Camel's components as they come. */
package dev.caravan.bench.stock;
