/** What became of route tests, for people and for machines. */
package dev.caravan.local.test.report;
