/** Measures how the HTTP entrance behaves with many waiting callers and with hostile clients. */
package dev.caravan.bench.http;
