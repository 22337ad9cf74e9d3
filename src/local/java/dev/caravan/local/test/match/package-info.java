/** Expected values, and their comparison with actual ones. */
package dev.caravan.local.test.match;
