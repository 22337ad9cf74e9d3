package dev.caravan.local.bedrock.picture;

import java.util.List;

/** What lies before the mountains, with the words that ask for it; the first wins. */
enum Ground {
  DUNES(
      "desert", "dune", "sand", "camel", "caravan", "sahara", "oasis", "mars", "egypt", "pyramid"),
  LAKE("lake", "fjord", "reflection", "mirror", "water", "river", "pond", "swan"),
  SEA("sea", "ocean", "beach", "coast", "island", "ship", "boat", "sail", "sailing", "whale"),
  FOREST("forest", "wood", "tree", "pine", "jungle", "fox", "bear", "wolf", "owl", "deer", "taiga"),
  MEADOW("meadow", "grass", "flower", "field", "garden", "horse", "cow", "sheep", "valley", "farm");

  private final List<String> words;

  Ground(String... words) {
    this.words = List.of(words);
  }

  List<String> words() {
    return words;
  }
}
