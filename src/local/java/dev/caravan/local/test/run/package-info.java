/** Runs route tests: starts the servers and the service, then one test after the other. */
package dev.caravan.local.test.run;
