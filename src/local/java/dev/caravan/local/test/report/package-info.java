/** Reports the results of route tests, for people and for build servers. */
package dev.caravan.local.test.report;
