/** Changes the steps of routes while prompts pass through them. */
package dev.caravan.routes.reload.live;
