/** Running route tests: the service, its servers, one test after the other. */
package dev.caravan.local.test.run;
