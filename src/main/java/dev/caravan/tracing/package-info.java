/** Follows a prompt across processes: passes on W3C trace context, and exports spans if enabled. */
package dev.caravan.tracing;
