/** What a day may cost, over all instances of the fleet. */
package dev.caravan.budget;
