/** Reloads changed route files while the service runs: either all changes apply or none. */
package dev.caravan.routes.reload;
