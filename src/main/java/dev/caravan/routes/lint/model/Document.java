package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.dsl.ExpressionUse;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;

/**
 * A parsed route file.
 *
 * @param root the list of its items
 */
public record Document(Yaml root, List<ExpressionUse> expressions) {}
