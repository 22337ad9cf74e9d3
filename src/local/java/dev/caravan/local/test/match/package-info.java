/** Expected values, held against what was found. */
package dev.caravan.local.test.match;
