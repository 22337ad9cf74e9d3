/** What lies in the dead-letter queue: reading it, listing it, and giving it another try. */
package dev.caravan.queue.deadletters;
