/** A stand-in for Amazon Bedrock on loopback: it draws, writes, and misbehaves on request. */
package dev.caravan.local.bedrock;
