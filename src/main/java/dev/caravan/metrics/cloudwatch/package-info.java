/** Publishes chosen meters to CloudWatch, timers as distributions that a fleet's merge into one. */
package dev.caravan.metrics.cloudwatch;
