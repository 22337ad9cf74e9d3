/** The daily budget of all instances of the fleet together. */
package dev.caravan.budget;
