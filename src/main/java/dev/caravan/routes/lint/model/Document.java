package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.dsl.ExpressionUse;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;

/**
 * A route file, read.
 *
 * @param root its list
 */
public record Document(Yaml root, List<ExpressionUse> expressions) {}
