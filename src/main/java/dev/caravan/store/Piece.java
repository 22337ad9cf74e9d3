package dev.caravan.store;

/**
 * Some bytes of a result.
 *
 * @param version the entity tag that S3 gives to the object; other pieces must have the same
 */
public record Piece(byte[] bytes, String version) {}
