/** The models that the stand-in plays, each with the limits and the behaviour of the real one. */
package dev.caravan.local.bedrock.model;
