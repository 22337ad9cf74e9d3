/** What every line of the log says besides its message. */
package dev.caravan.logging;
