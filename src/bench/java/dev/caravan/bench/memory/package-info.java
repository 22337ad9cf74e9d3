/** What the service holds while a long queue goes through it. */
package dev.caravan.bench.memory;
