package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import java.util.Map;

/**
 * One call, and what is expected after it.
 *
 * @param expected by part, in the order of the file
 */
public record Step(Call call, Map<Part, Located> expected) {}
