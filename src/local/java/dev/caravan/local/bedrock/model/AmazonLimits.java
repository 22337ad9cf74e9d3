package dev.caravan.local.bedrock.model;

import java.util.Set;

/**
 * The limits in which Amazon's image models differ.
 *
 * @param longestText of a prompt, in characters
 * @param styles that a prompt may name; empty if the model has no styles
 */
record AmazonLimits(
    int longestText, long largestSeed, long usualSeed, AmazonSizes sizes, Set<String> styles) {

  static AmazonLimits titan() {
    return new AmazonLimits(512, 2_147_483_646L, 42, AmazonSizes.titan(), Set.of());
  }

  static AmazonLimits novaCanvas() {
    return new AmazonLimits(
        1024,
        858_993_459L,
        12,
        AmazonSizes.nova(),
        Set.of(
            "3D_ANIMATED_FAMILY_FILM",
            "DESIGN_SKETCH",
            "FLAT_VECTOR_ILLUSTRATION",
            "GRAPHIC_NOVEL_ILLUSTRATION",
            "MAXIMALISM",
            "MIDCENTURY_RETRO",
            "PHOTOREALISM",
            "SOFT_DIGITAL_PAINTING"));
  }
}
