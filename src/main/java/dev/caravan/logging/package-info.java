/** The format and the fields of log lines. */
package dev.caravan.logging;
