/** Delivers route sets to a running fleet through S3. */
package dev.caravan.routes.delivery;
