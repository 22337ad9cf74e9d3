/** Whether the service stays as it is under a load that goes on and on. */
package dev.caravan.bench.soak;
