package dev.caravan.routes.lint.format;

import dev.caravan.routes.lint.Finding;
import java.io.PrintWriter;
import java.util.List;

/** An output format for findings. */
public interface Report {

  void write(List<Finding> findings, PrintWriter out);
}
