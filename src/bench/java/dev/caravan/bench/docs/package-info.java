/** docs/performance.md, written from what was measured. */
package dev.caravan.bench.docs;
