/** Suggestions for mistyped words. */
package dev.caravan.words;
