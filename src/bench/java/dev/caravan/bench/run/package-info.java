/** Who runs, on what work, and how a round goes. */
package dev.caravan.bench.run;
