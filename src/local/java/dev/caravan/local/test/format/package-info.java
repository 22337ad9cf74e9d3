/** Test files: read, checked, and what they say as records. docs/route-tests.md describes them. */
package dev.caravan.local.test.format;
