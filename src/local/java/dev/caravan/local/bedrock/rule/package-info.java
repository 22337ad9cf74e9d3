/** What the stand-in does wrong on purpose: rules, what they match, how often they act. */
package dev.caravan.local.bedrock.rule;
