/** Deliberate misbehaviour: rules, which calls they match, and how often they act. */
package dev.caravan.local.bedrock.rule;
