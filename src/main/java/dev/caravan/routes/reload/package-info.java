/** Changed route files, taken over while the service runs: all of them, or nothing. */
package dev.caravan.routes.reload;
