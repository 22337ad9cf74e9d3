/** Keeps pages of other sites away from the servers on loopback. */
package dev.caravan.local.guard;
