/** The part of the heap that contents may use: answers of models, and later other large bodies. */
package dev.caravan.memory;
