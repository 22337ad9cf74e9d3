/**
 * Reads test files, checks them, and turns them into records. docs/route-tests.md describes the
 * format.
 */
package dev.caravan.local.test.format;
