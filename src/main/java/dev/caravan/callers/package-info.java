/** Who may call the API: tokens, the names of their callers, and the file that lists them. */
package dev.caravan.callers;
