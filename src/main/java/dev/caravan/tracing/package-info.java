/** Follows a prompt over processes: carries W3C trace context, and exports spans where wanted. */
package dev.caravan.tracing;
