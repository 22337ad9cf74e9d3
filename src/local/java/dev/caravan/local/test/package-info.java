/** {@code caravan test}: tests of the routes, written in YAML beside them. */
package dev.caravan.local.test;
