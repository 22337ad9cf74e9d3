/** The contestants, their workloads, and how a round proceeds. */
package dev.caravan.bench.run;
