/** Routes whose steps can be changed while prompts pass them. */
package dev.caravan.routes.reload.live;
