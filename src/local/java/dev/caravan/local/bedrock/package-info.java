/** A stand-in for Amazon Bedrock on loopback: it draws, writes, and misbehaves when told to. */
package dev.caravan.local.bedrock;
