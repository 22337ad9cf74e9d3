/**
 * Publishes selected meters to CloudWatch, with timers as distributions that merge over the fleet.
 */
package dev.caravan.metrics.cloudwatch;
