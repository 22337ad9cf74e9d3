package dev.caravan.local.bedrock.picture;

import java.nio.ByteBuffer;

/** Which glyph of a TrueType font shows a code point. */
final class CharacterMap {

  private static final int SEGMENTS = 4;
  private static final int GROUPS = 12;

  private final ByteBuffer data;
  private int segments = -1;
  private int groups = -1;

  CharacterMap(ByteBuffer data, int table) {
    this.data = data;
    int count = unsigned(table + 2);
    for (int i = 0; i < count; i++) {
      int at = table + data.getInt(table + 4 + 8 * i + 4);
      int format = unsigned(at);
      if (format == SEGMENTS) {
        segments = at;
      } else if (format == GROUPS) {
        groups = at;
      }
    }
  }

  /** The glyph, 0 if there is none. */
  int glyph(int codePoint) {
    int found = groups < 0 ? 0 : fromGroups(codePoint);
    return found != 0 || segments < 0 || codePoint > 0xffff ? found : fromSegments(codePoint);
  }

  private int fromGroups(int codePoint) {
    int low = 0;
    int high = data.getInt(groups + 12) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int group = groups + 16 + 12 * middle;
      if (codePoint < data.getInt(group)) {
        high = middle - 1;
      } else if (codePoint > data.getInt(group + 4)) {
        low = middle + 1;
      } else {
        return data.getInt(group + 8) + codePoint - data.getInt(group);
      }
    }
    return 0;
  }

  private int fromSegments(int codePoint) {
    int doubled = unsigned(segments + 6);
    int ends = segments + 14;
    int starts = ends + doubled + 2;
    int deltas = starts + doubled;
    int ranges = deltas + doubled;
    for (int i = 0; i < doubled; i += 2) {
      if (codePoint > unsigned(ends + i)) {
        continue;
      }
      int start = unsigned(starts + i);
      if (codePoint < start) {
        return 0;
      }
      int range = unsigned(ranges + i);
      if (range == 0) {
        return (codePoint + unsigned(deltas + i)) & 0xffff;
      }
      int glyph = unsigned(ranges + i + range + 2 * (codePoint - start));
      return glyph == 0 ? 0 : (glyph + unsigned(deltas + i)) & 0xffff;
    }
    return 0;
  }

  private int unsigned(int at) {
    return data.getShort(at) & 0xffff;
  }
}
