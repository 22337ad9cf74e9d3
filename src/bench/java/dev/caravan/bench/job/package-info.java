/** Code that the contestants built with the bench share, so that they do the same work. */
package dev.caravan.bench.job;
