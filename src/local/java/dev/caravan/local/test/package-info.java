/** {@code caravan test}: runs route tests, which are YAML files next to the routes. */
package dev.caravan.local.test;
